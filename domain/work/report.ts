import { MINUTE, SECOND } from '../shared/time';
import type { NextWork } from './next-batch';
import type { WorkRun } from './run';

/** What the window hears of its work, and when the work is looked at again. Pure. */

/** How many of the window's resources came to what. */
interface Figures {
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
  readonly left: number;
}

/** What is next, or that nothing was decided because something is under way, or that something outside blocks the work. */
type Next =
  Exclude<NextWork, { do: 'start' }> | { readonly do: 'look' } | { readonly do: 'blocked'; readonly because: string };

export interface WorkStanding<F extends Figures> {
  readonly state: 'going' | 'waiting' | 'stopped' | 'aborted' | 'finished';
  readonly because?: string;
  /** What is left cannot be begun before the planned end. */
  readonly isEndNear?: true;
  readonly counts: F;
}

/** Where the work is, in a word and for people; `because` is given where somebody has to do something. */
export function reportOf<F extends Figures>(run: WorkRun, next: Next, counts: F): WorkStanding<F> {
  if (run.state === 'aborted') return { state: 'aborted', counts };
  if (run.state === 'stopped') return { state: 'stopped', because: run.because ?? 'Too many failures.', counts };
  switch (next.do) {
    case 'all-done':
      return finished(counts);
    case 'ended':
      return {
        ...{ state: 'waiting', because: next.detail, counts },
        ...(next.because === 'end-near' ? { isEndNear: true } : {}),
      };
    case 'blocked':
      return { state: 'waiting', because: `Nothing is begun while this holds: ${next.because}`, counts };
    case 'stopped':
      return { state: 'stopped', because: next.because, counts };
    case 'wait':
    case 'look':
      return { state: 'going', counts };
  }
}

function finished<F extends Figures>(counts: F): WorkStanding<F> {
  const { failed, unknown } = counts;
  if (failed + unknown === 0) return { state: 'finished', counts };
  const because = `Nothing is left to begin, but ${String(failed)} failed and ${String(unknown)} are unknown. Try them again, leave them out, or complete the window.`;
  return { state: 'waiting', because, counts };
}

/** A wait that is over while the next look has hardly begun gains nothing. */
export const SECOND_LOOK_MS = SECOND;
const LONGEST_MS = MINUTE / 2;

/** How long until the next look (ms) when nothing has happened in the last ones: doubling, from one second to half a minute. */
export function waitAfter(looks: number): number {
  return Math.min(LONGEST_MS, SECOND_LOOK_MS * 2 ** Math.min(looks, 10));
}
