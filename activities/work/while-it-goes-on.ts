import { setTimeout as pause } from 'node:timers/promises';
import { takeWork, type WorkInput } from '../../domain/work/run';
import type { WorkLook, WorkSeen } from './look';

/** What the runner has to hear of, in order; `at` is UTC ms. */
export interface WorkStep {
  readonly input: Extract<WorkInput, { type: 'looked' | 'begun' | 'ended' }>;
  readonly at: number;
}

/** What several looks have found, of which the last one says what is next. */
export interface WorkPassed extends Pick<WorkSeen, 'begun' | 'ended' | 'next' | 'counts'> {
  readonly steps: readonly WorkStep[];
}

interface Staying {
  /** UTC ms. */
  readonly clock: () => number;
  /** The longest that it goes on (ms). */
  readonly stayMs: number;
  readonly signal: AbortSignal;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;

/**
 * Looks again and again while something is under way, or the next batch is to begin soon, so that a batch costs no step of the
 * workflow. Ends when it takes a person, a longer wait or the workflow to go on, when nothing has happened for some looks, and
 * after `stayMs`.
 */
export async function whileItGoesOn(
  first: WorkLook,
  lookOnce: (look: WorkLook) => Promise<WorkSeen>,
  { clock, stayMs, signal }: Staying,
): Promise<WorkPassed> {
  const until = performance.now() + stayMs;
  const steps: WorkStep[] = [];
  let look = first;
  for (let quiet = 0; ;) {
    const seen = await lookOnce(look);
    const fresh = stepsOf(seen, clock());
    steps.push(...fresh);
    quiet = fresh.length > 0 ? 0 : quiet + 1;
    const run = fresh.reduce((before, { input, at }) => takeWork(before, look.plan, input, at), look.run);
    look = { ...look, run, known: { begun: seen.begun, ended: seen.ended } };
    const wait = waitAfter(seen, quiet, clock());
    if (wait === undefined || performance.now() + wait >= until || signal.aborted) return passed(seen, steps);
    await pause(wait, undefined, { signal }).catch(() => undefined);
  }
}

const passed = ({ begun, ended, next, counts }: WorkSeen, steps: readonly WorkStep[]) => ({
  ...{ begun, ended, next, counts, steps },
});

function stepsOf({ health, newlyBegun, isCanary, ends }: WorkSeen, at: number): WorkStep[] {
  return [
    ...(health ? [{ input: { type: 'looked', ...health } as const, at }] : []),
    ...(newlyBegun > 0 ? [{ input: { type: 'begun', count: newlyBegun, isCanary } as const, at }] : []),
    ...(ends.length > 0 ? [{ input: { type: 'ended', results: ends } as const, at }] : []),
  ];
}

/** How long until the next look here (ms); undefined: the workflow is to go on. */
function waitAfter({ next, begun, ended, ends }: WorkSeen, quiet: number, now: number): number | undefined {
  // its customer is told
  if (ends.some((end) => end !== 'done')) return undefined;
  const waited = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** quiet);
  if (next.do === 'wait' && 'until' in next) return Math.max(FIRST_WAIT_MS, next.until - now);
  if (next.do !== 'look') return undefined;
  // one that begins nothing although it was to is halted, or others were quicker
  return begun > ended || quiet < 2 ? waited : undefined;
}
