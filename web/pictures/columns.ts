import { DAY, HOUR, MINUTE } from '../../domain/shared/time';

/** How many deliveries were accepted in a minute, which begins at `at` (UTC ms). */
export interface Minute {
  readonly at: number;
  readonly accepted: number;
}

/** A column of the picture, and a row of the table. */
export interface Column {
  readonly at: number;
  /** How long it lasts (ms). */
  readonly lasts: number;
  readonly accepted: number;
  /** Accepted since the beginning, this column included. */
  readonly told: number;
}

/** A picture has at most so many columns. */
export const MOST_COLUMNS = 60;
const LENGTHS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 365 * DAY] as const;

/** The minutes put together so that they fit, with those in between in which nothing was accepted; in order of time. */
export function columnsOf(minutes: readonly Minute[]): Column[] {
  const times = minutes.map(({ at }) => at);
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const last = Math.max(...times);
  const lasts = LENGTHS.find((length) => (last - first) / length < MOST_COLUMNS) ?? 365 * DAY;
  const counts = new Map<number, number>();
  for (const { at, accepted } of minutes) {
    const column = Math.floor((at - first) / lasts);
    counts.set(column, (counts.get(column) ?? 0) + accepted);
  }
  let told = 0;
  return Array.from({ length: Math.floor((last - first) / lasts) + 1 }, (_, index) => {
    const accepted = counts.get(index) ?? 0;
    told += accepted;
    return { at: first + index * lasts, lasts, accepted, told };
  });
}
