import { toIso } from '../shared/time';
import { WORK_BY, WORK_STATES, type WorkBy, type WorkState } from './states';

/** What the provider's platform does to a resource that completes its maintenance (S3). */
export const RESOURCE_EVENT_TYPES = ['restarted', 'redeployed', 'scaled', 'released'] as const;
export type ResourceEventType = (typeof RESOURCE_EVENT_TYPES)[number];

/** Work on a resource that is not at its end, in one window. Instants are UTC ms. */
export interface OpenWork {
  readonly reference: string;
  readonly state: WorkState;
  readonly by?: WorkBy | undefined;
  /** When it came into its state. */
  readonly since: number;
  /** Of the window; absent before. */
  readonly announcedAt?: number | undefined;
  /** When the start of its last claim was put on record; absent without one. */
  readonly begunAt?: number | undefined;
  /** Another window that had the resource worked on at the time of the event. */
  readonly duringWorkOf?: string | undefined;
}

/**
 * Why an event at `at` (UTC ms) does not complete work, with the way out; undefined when it does. It has to have happened after the
 * announcement and after the work came into its state, because the fix was not there before; what an executor was asked for in
 * another window is that window's work alone. `completeByEvent` in store/work has the same rules.
 */
export function whyNotCompleted(work: OpenWork, at: number): string | undefined {
  const { reference, state, by, since, announcedAt, begunAt, duringWorkOf } = work;
  const again = `Once it happens again, report that.`;
  if (announcedAt === undefined) return `${reference} is not announced yet, so nothing is due in it.`;
  if (at < announcedAt)
    return `It happened before ${reference} was announced at ${toIso(announcedAt)}, when the fix may not have been there. ${again}`;
  if (state === 'claimed' || state === 'running') {
    const whose = by ? ` by ${WORK_BY[by]}` : '';
    return `The work of ${reference} is ${WORK_STATES[state].words}${whose} since ${toIso(since)}; its executor says how it ends.`;
  }
  if (duringWorkOf !== undefined)
    return `It happened while ${duringWorkOf} had the resource worked on, which is other work than that of ${reference}. ${again}`;
  const from = state === 'unknown' ? (begunAt ?? since) : since;
  if (at >= from) return undefined;
  const what = state === 'unknown' ? 'was begun' : state === 'failed' ? 'failed' : 'became due';
  return `It happened before the work of ${reference} ${what} at ${toIso(from)}. ${again}`;
}
