import type { Refusal } from '../../domain/shared/errors';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import type { RecordedEvent, WindowEvent } from '../../domain/window/events';
import type { WindowState } from '../../domain/window/types';
import type { Database } from '../database/database';
import { followScope } from './follow';
import { retryWork, skipWork } from './person';
import { closeWork, haltWork } from './window';
import { someOf } from '../../domain/shared/some-of';

/**
 * The work list follows what happens to its window (S2), in the transaction that records it: once a step is on record, nothing
 * is begun that it forbids.
 */

/** What people have changed in the list by hand; a refusal when the list does not allow it, and then nothing is changed. */
export async function changeWork(
  db: Database,
  { reference, spec }: WindowState,
  events: readonly RecordedEvent[],
): Promise<Refusal | undefined> {
  if (!spec.work) return undefined;
  for (const { event, by, at } of events) {
    if (event.type !== 'work-skipped' && event.type !== 'work-retried') continue;
    const change = event.type === 'work-skipped' ? skipWork : retryWork;
    const { resources } = event;
    const changed = await change(db, { reference, resourceIds: resources, who: by, now: at });
    const others = resources.filter((id) => !changed.includes(id));
    if (others.length === 0) continue;
    return { code: 'not-due', field: 'resources', detail: notChanged(event.type, reference, others) };
  }
  return undefined;
}

const STATES = { 'work-skipped': 'due, failed or unknown', 'work-retried': 'failed, unknown or left out' } as const;

function notChanged(type: keyof typeof STATES, reference: string, others: readonly string[]): string {
  return `${someOf(others)}: not on the list of ${reference}, or not ${STATES[type]}. Nothing was changed; forewarn work ${reference} shows where each is.`;
}

/** Follows the scope, halts, and closes the list, as the step says. */
export async function keepWork(db: Database, state: WindowState, events: readonly RecordedEvent[]): Promise<void> {
  const { reference, spec } = state;
  const { work: plan, scope } = spec;
  if (!plan) return;
  const last = events.at(-1);
  if (last && events.some(({ event }) => movesList(event))) {
    await followScope(db, { reference, scope, plan, now: last.at });
  }
  for (const { event, at } of events) {
    if (event.type === 'work-paused') await haltWork(db, reference, 'paused');
    if (event.type === 'work-aborted' || event.type === 'roll-back-begun') await haltWork(db, reference, 'aborted');
    if (event.type === 'work-resumed') await haltWork(db, reference, null);
    if (['completed', 'rolled-back', 'cancelled'].includes(event.type)) await closeWork(db, reference, at);
  }
}

/** At the opening, with every change of scope, and when customers are told, because the inventory changes too. */
function movesList(event: WindowEvent): boolean {
  if (event.type === 'notice-begun') return event.notice.kind === ANNOUNCEMENT;
  return ['opened', 'rescoped', 'moved-in', 'moved-out', 'started'].includes(event.type);
}
