import { IMPACT_LEVELS, type ImpactLevel } from '../../../domain/shared/impact';
import type { AffectedResource } from '../../../domain/notices/message';
import { MINUTE } from '../../../domain/shared/time';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';
import { oneLine } from './words';

/** A mail names at most so many resources; the count says how many there are. */
export const RESOURCE_LIMIT = 200;
/** A column of the text table is padded up to here; a longer name pushes its own line only. */
const COLUMN_LIMIT = 40;

export interface ResourceRow {
  readonly name: string;
  readonly kind: string;
  readonly environment: string;
  readonly location: string;
  readonly level: ImpactLevel;
  /** How it is affected and for how long: `outage, up to 30 minutes`. */
  readonly impact: string;
}

/** The recipient's own affected resources (N4). */
export interface ResourceList {
  readonly count: number;
  /** `3 resources` */
  readonly phrase: string;
  readonly rows: readonly ResourceRow[];
  /** How many more there are than rows: `and 12 more resources`, or null. */
  readonly more: string | null;
  /** The rows as aligned lines. */
  readonly lines: readonly string[];
  /** What each impact word in the list means, worst first. */
  readonly legend: readonly string[];
}

/** The list for one mail; `minutes` is how long a customer sees the impact, 0 when that was not said. */
export function resourceList(
  resources: readonly AffectedResource[],
  minutes: number,
  language: Language = ENGLISH,
): ResourceList {
  const rows = resources.slice(0, RESOURCE_LIMIT).map((resource) => rowOf(resource, minutes, language));
  const omitted = resources.length - rows.length;
  const levels = new Set(resources.map(({ impact }) => impact));
  return {
    count: resources.length,
    phrase: language.resources(resources.length),
    rows,
    more: omitted > 0 ? language.more(omitted, resources.length) : null,
    lines: aligned(rows.map((row) => [row.name, row.kind, row.environment, row.location, row.impact])),
    legend: IMPACT_LEVELS.toReversed()
      .filter((level) => levels.has(level))
      .map((level) => language.impacts[level].meaning),
  };
}

function rowOf(resource: AffectedResource, minutes: number, language: Language): ResourceRow {
  const name = oneLine(resource.name);
  const id = oneLine(resource.id);
  return {
    name: name === id ? name : `${name} (${id})`,
    kind: oneLine(resource.kind),
    environment: oneLine(resource.environment),
    location: oneLine(resource.location),
    level: resource.impact,
    impact: impactPhrase(resource.impact, minutes, language),
  };
}

/** `outage, up to 30 minutes`; without the figure where there is no impact to last or none was given. */
export function impactPhrase(level: ImpactLevel, minutes: number, language: Language = ENGLISH): string {
  const lasts = level !== 'no-impact' && minutes > 0;
  const { short } = language.impacts[level];
  return lasts ? `${short}, ${language.upTo(minutes * MINUTE)}` : short;
}

/** Cells as lines with two blanks between columns; an empty cell leaves its column's gap. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach(
      (cell, index) => (widths[index] = Math.min(COLUMN_LIMIT, Math.max(widths[index] ?? 0, Array.from(cell).length))),
    );
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - Array.from(cell).length)))
      .join('  ')
      .trimEnd(),
  );
}
