import type { GivenNotice } from '../../store/windows/reports';

/** How a class kept its promise of notice. Durations are ms. */
export interface KeptRow {
  readonly class: string;
  readonly kept: number;
  readonly broken: number;
  /** What was promised, the least and the most: rules may have changed in the year, and business days differ. */
  readonly promised: readonly [least: number, most: number];
  /** The notice that half of the windows had, or more; and the least of all. */
  readonly median: number;
  readonly least: number;
}

/** Notices leave within minutes of their moment: so much does not break a promise of days. */
export const TOLERATED = 15 * 60_000;

/** One row a class, by name; every window counts once. */
export function keptRows(notices: readonly GivenNotice[]): KeptRow[] {
  const byClass = new Map<string, GivenNotice[]>();
  for (const notice of notices) {
    const alike = byClass.get(notice.class);
    if (alike) alike.push(notice);
    else byClass.set(notice.class, [notice]);
  }
  return [...byClass]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, all]) => {
      const given = all.map(({ givenMs }) => givenMs).sort((one, other) => one - other);
      const promised = all.map(({ promisedMs }) => promisedMs);
      const kept = all.filter(({ givenMs, promisedMs }) => givenMs + TOLERATED >= promisedMs).length;
      return {
        ...{ class: name, kept, broken: all.length - kept },
        promised: [smallest(promised), largest(promised)],
        median: given[Math.floor((given.length - 1) / 2)] ?? 0,
        least: given[0] ?? 0,
      };
    });
}

// a year has more windows than a call takes arguments on some engines
const smallest = (numbers: readonly number[]) => numbers.reduce((one, other) => Math.min(one, other), Infinity);
const largest = (numbers: readonly number[]) => numbers.reduce((one, other) => Math.max(one, other), 0);
