import type { CommandAnswer, WindowDetails } from '../api-types';
import type { Context } from '../context';
import { CalledOff, isAway, Refused, TimedOut } from '../failures';
import { instant, printable } from '../output';
import { pathOf } from './command';

/** Waiting for a window, as pipelines do (P9): by looking again and again, over restarts of the API. */

type Phase = WindowDetails['phase'];

/** Between two looks (ms). */
const PACE = 5_000;

const BEGUN: readonly Phase[] = ['in-progress', 'overdue', 'verifying'];
const OVER: readonly Phase[] = ['completed', 'degraded', 'closed'];
const CALLED_OFF: readonly Phase[] = ['cancelled', 'rolling-back', 'rolled-back'];

/** What can be waited for, with the phases in which it has come. */
export const AWAITED = {
  announced: ['announced', 'delayed', ...BEGUN, ...OVER],
  started: BEGUN,
} as const satisfies Readonly<Record<string, readonly Phase[]>>;
export type Awaited = keyof typeof AWAITED;

interface Wait {
  readonly reference: string;
  readonly timeoutMs: number;
}

/**
 * The window, once customers were told of it or its work has begun. Throws CalledOff when that will not come, TimedOut, or
 * Unreachable where at the end of the time the API was.
 */
export function untilPhase(context: Context, wait: Wait, awaited: Awaited): Promise<WindowDetails> {
  return looking(context, wait, awaited, (window) => {
    const phases: readonly Phase[] = AWAITED[awaited];
    return Promise.resolve(phases.includes(window.phase) ? window : undefined);
  });
}

/**
 * Gives `start` when the planned start has come and customers were told of it; a start that somebody else gave is as good. Throws
 * as `untilPhase` does, and Refused.
 */
export function startWhenDue(context: Context, wait: Wait, body: object): Promise<CommandAnswer> {
  return looking(context, wait, 'started', async (window) => {
    if (BEGUN.includes(window.phase)) return answerOf(window);
    const isDue = Date.parse(window.slots[0]?.start ?? '') <= Date.now();
    if (!isDue || (window.phase !== 'announced' && window.phase !== 'delayed')) return undefined;
    try {
      return await context.client.post<CommandAnswer>(pathOf(wait.reference, 'start'), body);
    } catch (error) {
      // the clocks differ, or somebody else was first: the next look tells
      if (error instanceof Refused && NOT_YET.has(error.problem.code)) return undefined;
      throw error;
    }
  });
}

const NOT_YET: ReadonlySet<string> = new Set(['too-early', 'already-done']);

/** Looks until `arrived` has a value; says on stderr what is waited for, and each time it changes. */
async function looking<T>(
  { client, io, output }: Context,
  { reference, timeoutMs }: Wait,
  awaited: Awaited,
  arrived: (window: WindowDetails) => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let told = '';
  const tell = (text: string) => {
    if (text !== told) output.note(text);
    told = text;
  };
  for (;;) {
    let away: Error | undefined;
    try {
      const window = await client.get<WindowDetails>(`/windows/${encodeURIComponent(reference)}`);
      const ended = endOf(window, awaited);
      if (ended !== undefined) throw new CalledOff(ended);
      const value = await arrived(window);
      if (value !== undefined) return value;
      tell(standing(window, awaited));
    } catch (error) {
      if (!isAway(error)) throw error;
      away = error;
      tell(`${error.message} Looking again.`);
    }
    const left = deadline - Date.now();
    if (left <= 0) throw away ?? new TimedOut(tooLate(reference, timeoutMs, told));
    await io.pause(Math.min(PACE, left));
  }
}

/** Why what is waited for will not come; undefined while it can. */
function endOf({ reference, phase }: WindowDetails, awaited: Awaited): string | undefined {
  if (CALLED_OFF.includes(phase)) return `${reference} is ${phase}: it was called off, so nothing is to be done now.`;
  if (awaited === 'started' && OVER.includes(phase)) return `${reference} is ${phase}: its work is over already.`;
  return undefined;
}

function standing({ reference, phase, slots, attention }: WindowDetails, awaited: Awaited): string {
  const start = awaited === 'started' ? `, its start is ${instant(slots[0]?.start)}` : '';
  const lines = attention.map(({ text }) => `! ${printable(text)}`);
  return [`Waiting: ${reference} is ${phase}${start}.`, ...lines].join('\n');
}

function tooLate(reference: string, timeoutMs: number, told: string): string {
  const spent = `${String(Math.round(timeoutMs / 1_000))} seconds have passed.`;
  return `${spent} ${told.split('\n')[0] ?? ''} The window ${reference} goes on: wait again, with a longer --timeout, or cancel it.`;
}

/** What the command would have answered. */
function answerOf(window: WindowDetails): CommandAnswer {
  const { reference, phase, revision, sequence, startedAt, endedAt, nextUpdateBy, next, plan, rfo, attention, links } =
    window;
  return { reference, phase, revision, sequence, startedAt, endedAt, nextUpdateBy, next, plan, rfo, attention, links };
}
