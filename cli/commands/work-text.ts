import type { WindowWork, Work, WorkState } from '../api-types';
import { counted, figure, instant, printable, table } from '../output';

/** The state of work in words for people, in the order in which they are told. */
const STATES: Readonly<Record<WorkState, { readonly words: string; readonly isFinal: boolean }>> = {
  done: { words: 'done', isFinal: true },
  running: { words: 'under way', isFinal: false },
  claimed: { words: 'about to begin', isFinal: false },
  due: { words: 'due', isFinal: false },
  failed: { words: 'failed', isFinal: true },
  unknown: { words: 'unknown', isFinal: false },
  skipped: { words: 'skipped', isFinal: true },
};
const NAMES = Object.keys(STATES) as readonly WorkState[];

const BY: Readonly<Record<NonNullable<Work['by']>, string>> = {
  customer: 'the customer',
  window: 'the window',
  operator: 'an operator',
  platform: 'the platform',
};

const WIDTH = 24;

export function stateText(state: WorkState): string {
  return STATES[state].words;
}

/** Whether all of it has come to its end; what is unknown has not, because a person has to say what became of it. */
export function isOver({ counts }: Pick<WindowWork, 'counts'>): boolean {
  return NAMES.every((state) => STATES[state].isFinal || counts[state] === 0);
}

/** `[=====     ] 14 of 20 done, 2 under way, 4 due`. */
export function progressText({ counts, total }: Pick<WindowWork, 'counts' | 'total'>): string {
  const filled = total === 0 ? 0 : Math.floor((counts.done / total) * WIDTH);
  const others = NAMES.filter((state) => state !== 'done' && counts[state] > 0);
  return [
    `[${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${figure(counts.done)} of ${figure(total)} done`,
    ...others.map((state) => `${figure(counts[state])} ${STATES[state].words}`),
  ].join(', ');
}

/** What was not healthy when it was looked at before the work; empty when nothing was. */
export function unhealthyText(unhealthy: WindowWork['unhealthy']): string {
  if (unhealthy.length === 0) return '';
  const lines = unhealthy.map(({ id, name, reason }) => printable(`  ${id} (${name}): ${reason}`));
  return ['Not healthy before the work:', ...lines, '', ''].join('\n');
}

export function workTable(items: readonly Work[]): string {
  if (items.length === 0) return 'No resource matches.';
  return table(
    ['RESOURCE', 'NAME', 'KIND', 'ENVIRONMENT', 'STATE', 'BY', 'SINCE'],
    items.map(({ resource, state, by, who, since, attempt }) => [
      ...[resource.id, resource.name, resource.kind, resource.environment].map(printable),
      STATES[state].words + (attempt > 1 ? ` (${counted(attempt, 'attempt')})` : ''),
      by === null ? '-' : printable(BY[by] + (who === null ? '' : ` (${who})`)),
      instant(since),
    ]),
  );
}
