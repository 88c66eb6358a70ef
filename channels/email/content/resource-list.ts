import { IMPACT_LEVELS, type ImpactLevel } from '../../../domain/shared/impact';
import {
  remaining,
  type AffectedResource,
  type CustomerContact,
  type NoticeFacts,
  type ResourceWork,
} from '../../../domain/notices/message';
import { MINUTE } from '../../../domain/shared/time';
import { WORK_STATES, type ToldWork } from '../../../domain/work/states';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';
import type { Zone } from './times';
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
  /** What has become of the work on it; empty where that is not known. */
  readonly work: string;
  /** Whom to call at a customer, one a line, on lists for staff. */
  readonly contacts: readonly string[];
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
  /** The rows say what has become of the work: of one of them at least there is something to say. */
  readonly tellsWork: boolean;
}

/** What of a notice's facts the list depends on. */
type ListFacts = Pick<NoticeFacts, 'endedAt' | 'changes'> & { readonly impact: Pick<NoticeFacts['impact'], 'minutes'> };

/** The list for one mail: impact minutes are how long a customer sees it, 0 when that was not said. Dates are those of the zone. */
export function resourceList(resources: readonly AffectedResource[], facts: ListFacts, zone: Zone): ResourceList {
  const { language } = zone;
  const tellsWork = tellsOfWork(resources, facts);
  const rows = inOrder(resources)
    .slice(0, RESOURCE_LIMIT)
    .map((resource) => rowOf(resource, facts, zone));
  const omitted = resources.length - rows.length;
  const affected = remaining(resources);
  const levels = new Set(affected.map(({ impact }) => impact));
  return {
    count: affected.length,
    phrase: language.resources(affected.length),
    rows,
    more: omitted > 0 ? language.more(omitted, resources.length) : null,
    lines: listLines(rows, tellsWork),
    legend: IMPACT_LEVELS.toReversed()
      .filter((level) => levels.has(level))
      .map((level) => language.impacts[level].meaning),
    tellsWork,
  };
}

/** The rows as aligned lines of a text. */
export function listLines(
  rows: readonly Pick<ResourceRow, 'name' | 'kind' | 'environment' | 'location' | 'impact' | 'work'>[],
  tellsWork: boolean,
): string[] {
  return aligned(
    rows.map(({ name, kind, environment, location, impact, work }) => [
      ...[name, kind, environment, location, impact],
      ...(tellsWork ? [work] : []),
    ]),
  );
}

/** The list as one of customers, of whom there are so many: each with whom to call below it (N12). */
export function customerList(list: ResourceList, all: number, language: Language): ResourceList {
  const omitted = all - list.rows.length;
  return {
    ...list,
    more: omitted > 0 ? language.moreCustomers(omitted, all) : null,
    lines: list.rows.flatMap(({ name, location, impact, environment: note, contacts }) => [
      `${name}: ${location}, ${impact}${note === '' ? '' : `; ${note}`}`,
      ...contacts.map((contact) => `  ${contact}`),
    ]),
  };
}

/** What has failed or changed comes first, so that it is among those that a mail names. */
export function inOrder(resources: readonly AffectedResource[]): readonly AffectedResource[] {
  const isFirst = ({ work, change }: AffectedResource) => work?.state === 'failed' || change !== undefined;
  if (!resources.some(isFirst)) return resources;
  return [...resources.filter(isFirst), ...resources.filter((resource) => !isFirst(resource))];
}

/** Whether the mail says what has become of the work: while all of it is due, there is nothing to say. */
export function tellsOfWork(resources: readonly AffectedResource[], facts: Pick<NoticeFacts, 'endedAt'>): boolean {
  return resources.some(({ work }) => work && toldOf(work, facts) !== 'left');
}

/** What is due when the work has ended is not done any more. */
function toldOf({ state }: ResourceWork, { endedAt }: Pick<NoticeFacts, 'endedAt'>): ToldWork {
  return state === 'due' && endedAt !== undefined ? 'notDone' : WORK_STATES[state].told;
}

function workWords(work: ResourceWork | undefined, facts: ListFacts, zone: Zone): string {
  if (!work) return '';
  const { language } = zone;
  return work.state === 'done' && work.by === 'customer'
    ? language.work.doneByYou(zone.read(work.since).date)
    : language.work[toldOf(work, facts)];
}

function rowOf(resource: AffectedResource, facts: ListFacts, zone: Zone): ResourceRow {
  return {
    ...rowNames(resource),
    level: resource.impact,
    impact: impactWords(resource, facts, zone.language),
    work: workWords(resource.work, facts, zone),
    contacts: (resource.contacts ?? []).map(contactWords),
  };
}

/** What a row names. */
export function rowNames(resource: AffectedResource): Pick<ResourceRow, 'name' | 'kind' | 'environment' | 'location'> {
  const name = oneLine(resource.name);
  const id = oneLine(resource.id);
  return {
    name: name === id ? name : `${name} (${id})`,
    kind: oneLine(resource.kind),
    environment: oneLine(resource.environment),
    location: oneLine(resource.location),
  };
}

function contactWords({ name, address, roles }: CustomerContact): string {
  const who = name === '' || name === address ? oneLine(address) : `${oneLine(name)}, ${oneLine(address)}`;
  return roles.length === 0 ? who : `${who} (${roles.map(oneLine).join(', ')})`;
}

/** In a notice of another scope each row says what the change makes of it: stays, comes or goes (N5). */
function impactWords(
  { impact, change }: AffectedResource,
  { impact: { minutes }, changes }: ListFacts,
  language: Language,
) {
  const phrase = impactPhrase(impact, minutes, language);
  if (change === 'gone') return language.changes.gone;
  if (change === 'new') return language.changes.added(phrase);
  return changes?.some(({ field }) => field === 'scope') ? language.changes.kept(phrase) : phrase;
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
