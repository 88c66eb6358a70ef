import type { Outcome, Waiting } from '../../domain/window/batch';
import { noticeSlug } from '../../domain/notices/notice';

/** What waits, and who hears what became of it. */
export interface Arrival {
  waiting: Waiting;
  readonly answer?: (outcome: Outcome) => void;
}

/**
 * At most this many wait; more are refused, signals together in one line. That is enough for a worker that was away for a
 * day, and a client that signals without end fills neither memory nor history (T8).
 */
export const MOST_WAITING = 10_000;

/** At most this much is carried into the next run of a window: far below Temporal's limit for an input (2 MB). */
const MOST_CARRIED = 1_000;
const MOST_CARRIED_CHARACTERS = 500_000;

/** What has reached the window and waits for the loop, which alone changes state. */
export interface Queue {
  readonly arrivals: readonly Arrival[];
  put(arrival: Arrival): void;
  /** Removes the first of those that wait. */
  drop(count: number): void;
  isFull(): boolean;
  /** Those that wait, for the next run; undefined while somebody waits for an answer, or when they are too many. */
  carried(): readonly Waiting[] | undefined;
}

export function createQueue(carried: readonly Waiting[]): Queue {
  const arrivals: Arrival[] = carried.map((waiting) => ({ waiting }));
  const bySubject = new Map<string, Arrival>();

  return {
    arrivals,
    put(arrival) {
      const subject = subjectOf(arrival.waiting);
      const same = subject === undefined ? undefined : bySubject.get(subject);
      if (same) same.waiting = arrival.waiting;
      else if (arrivals.length < MOST_WAITING) add(arrival, subject);
      else turnAway();
    },
    drop(count) {
      for (const { waiting } of arrivals.splice(0, count)) {
        const subject = subjectOf(waiting);
        if (subject !== undefined) bySubject.delete(subject);
      }
    },
    isFull: () => arrivals.length >= MOST_WAITING,
    carried() {
      if (arrivals.length > MOST_CARRIED || arrivals.some(({ answer }) => answer !== undefined)) return undefined;
      const waiting = arrivals.map((arrival) => arrival.waiting);
      return JSON.stringify(waiting).length <= MOST_CARRIED_CHARACTERS ? waiting : undefined;
    },
  };

  function add(arrival: Arrival, subject: string | undefined): void {
    arrivals.push(arrival);
    if (subject !== undefined) bySubject.set(subject, arrival);
  }

  function turnAway(): void {
    const line = bySubject.get(TURNED_AWAY);
    const times = line ? timesOf(line.waiting) + 1 : 1;
    const waiting: Waiting = {
      type: 'fact',
      event: { type: 'command-refused', command: TURNED_AWAY, reason: FULL, times },
      by: 'forewarn',
      door: 'signal',
    };
    if (line) line.waiting = waiting;
    else add({ waiting }, TURNED_AWAY);
  }
}

/** What stands in the line on signals for which there was no room. */
const TURNED_AWAY = 'signals beyond the limit';
const FULL = `${String(MOST_WAITING)} wait already, and these were not taken. Send them again.`;

/** What a report is about: a later report on the same replaces one that still waits. Undefined where each one counts. */
function subjectOf(waiting: Waiting): string | undefined {
  if (waiting.type !== 'fact') return undefined;
  const { event } = waiting;
  switch (event.type) {
    case 'notice-returned':
      return `returned ${noticeSlug(event.notice)} ${String(event.notice.revision)}`;
    case 'notice-troubled':
    case 'notice-mended':
      return `trouble ${noticeSlug(event.notice)} ${String(event.notice.revision)}`;
    case 'channel-troubled':
    case 'channel-mended':
      return event.channel;
    case 'command-refused':
      return event.command === TURNED_AWAY ? TURNED_AWAY : undefined;
    default:
      return undefined;
  }
}

function timesOf({ type, ...rest }: Waiting): number {
  return type === 'fact' && 'event' in rest && rest.event.type === 'command-refused' ? (rest.event.times ?? 1) : 1;
}
