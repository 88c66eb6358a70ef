import { describeScope } from '../domain/planning/scope';
import { toIso } from '../domain/shared/time';
import { classInWords } from '../domain/window/classes';
import { consoleUrl } from '../domain/window/links';
import type { WindowState } from '../domain/window/types';

/** Temporal accepts 20,000 bytes of details; a scope can be longer than that. */
const LONGEST_CELL = 500;

/**
 * The window as it was opened, as a Markdown table that the Temporal UI shows beside the run, with the way to the console where there is
 * one. They come with the start and not from the workflow, so they can hold an address that differs between installations.
 */
export function startDetails({ reference, spec }: WindowState, consoleAt?: string): string {
  const rows: [string, string][] = [
    ['reference', reference],
    ['class', classInWords(spec)],
    ['reason', spec.reason],
    ['planned start', toIso(spec.slot.startsAt)],
    ['planned end', toIso(spec.slot.endsAt)],
    ['scope', describeScope(spec.scope)],
    ['impact', `${spec.impact.level}, ${String(spec.impact.minutes)} minutes`],
    ['visibility', spec.visibility],
    ['point of contact', spec.pointOfContact],
  ];
  const table = ['| as opened | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${cell(value)} |`)];
  const way = consoleAt === undefined ? [] : [`[In the console](${consoleUrl(consoleAt, reference)})`, ''];
  return [...way, ...table].join('\n');
}

/** Text from people as the content of one table cell, so that it cannot become markup or a new cell. */
function cell(text: string): string {
  const short = text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
  return short.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&');
}
