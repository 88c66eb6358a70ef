import { eventually } from '../processes/processes';
import type { RunningForewarn } from './running';
import { StartupError } from '../processes/startup-error';
import { fastForward, virtualNow } from '../temporal/time-skipping';
import { atRest, type WindowAnswer } from './window-answer';

/** Past the moment itself, so that what is due then has begun. */
const BEYOND_MS = 1_000;
/** How long a window may take, in real time, to do what is due at its new time (ms). */
const PATIENCE_MS = 30_000;

/** The clock of a window on the development server. */
export interface WindowClock {
  /** UTC ms. */
  readonly now: () => Promise<number>;
  /** Each returns the window once it has done everything due by then and its notices are sent. */
  readonly by: (ms: number) => Promise<WindowAnswer>;
  /** To an instant (UTC ms); does nothing when that is past. */
  readonly to: (at: number) => Promise<WindowAnswer>;
  /** To the next thing the window does by itself; throws StartupError when there is none. */
  readonly toNext: () => Promise<WindowAnswer>;
  /** Waits for the same without moving the clock. */
  readonly caughtUp: () => Promise<WindowAnswer>;
  /** Moves the clock on until a completed window has closed by itself: customers are told how it ended for a day. */
  readonly closed: () => Promise<WindowAnswer>;
}

export function createClock(
  { call, connection, namespace }: Omit<RunningForewarn, 'as'>,
  reference: string,
): WindowClock {
  const execution = { connection, namespace, workflowId: reference };
  const read = () => call<WindowAnswer>('GET', `/v1/windows/${encodeURIComponent(reference)}`);
  const now = () => virtualNow(execution);

  const caughtUp = async () => {
    let window = await read();
    // a window that takes longer is returned in its current state
    await eventually(async () => {
      window = await read();
      const behind = window.next !== null && Date.parse(window.next.at) <= (await now());
      return !behind && window.notices.every(atRest);
    }, PATIENCE_MS);
    return window;
  };
  const by = async (ms: number) => {
    if (ms > 0) await fastForward(execution, ms);
    return caughtUp();
  };
  const to = async (at: number) => by(at - (await now()));
  const toNext = async () => {
    const { phase, next } = await read();
    if (!next) {
      throw new StartupError(
        `${reference} is ${phase} and does nothing by itself now: give it a command, or a duration.`,
      );
    }
    return to(Date.parse(next.at) + BEYOND_MS);
  };
  const closed = async () => {
    for (;;) {
      let window = await caughtUp();
      // what is next is not known before the window has heard that everybody was told
      await eventually(async () => {
        window = await read();
        return window.phase === 'closed' || window.next !== null;
      }, PATIENCE_MS);
      if (window.phase === 'closed' || !window.next) return window;
      await toNext();
    }
  };
  return { now, by, to, toNext, caughtUp, closed };
}
