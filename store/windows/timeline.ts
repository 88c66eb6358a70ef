import { sql, type Transaction } from 'kysely';
import type { RecordedStep, Timeline, TimelineEntry } from '../../activities/ports/timeline';
import { calendarKey } from '../../domain/channels/calendar';
import { noticeSlug } from '../../domain/notices/notice';
import { isNewsEvent } from '../../domain/public/news';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import type { RecordedEvent } from '../../domain/window/events';
import { evolve } from '../../domain/window/evolve/evolve';
import { begunNotices, type BegunNotice } from '../../domain/window/facts';
import type { WindowState } from '../../domain/window/types';
import { viewOf, type WindowView } from '../../domain/window/view';
import { affectedResources } from '../inventory/audience';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';
import { checkStep } from '../planning/check';
import { keepSlots } from '../planning/slots';
import { readRecordedEvents } from './recorded-events';
import type { Tables } from '../database/tables';
import { endTasks } from '../ledger/tasks';

/**
 * The window's life on record. Everything of one entry is written in one transaction, and each part is idempotent by the
 * event's sequence number: an entry repeated, or one that arrives after a newer one, takes nothing back. The revision that
 * goes up here is what stops an older notice at its next claim (N9).
 */
export function createTimeline(db: Database): Timeline {
  return {
    record: (entry) => db.transaction().execute((trx) => record(trx, entry)),
  };
}

async function record(trx: Transaction<Tables>, { reference, events }: TimelineEntry): Promise<RecordedStep> {
  if (events.length === 0) return {};
  // the window's row first, always: whoever locks a window and its deliveries takes them in this order
  await sql`select 1 from windows where reference = ${reference} for update`.execute(trx);
  const known = await readRecordedEvents(trx, reference);
  const all = merged(known, events);
  const last = events.at(-1)?.sequence ?? 0;
  const afterStep = evolved(all.filter(({ sequence }) => sequence <= last));
  // what is on record was accepted before; only a step that is new can be refused
  const fresh = all.length > known.length;
  const refusal = fresh ? await checkStep(trx, afterStep, events) : undefined;
  if (refusal) return { refusal };
  await keepSlots(trx, evolved(all));
  await upsertWindow(trx, evolved(all), all);
  if (events.some(({ event }) => event.type === 'opened' || event.type === 'rescoped'))
    await writeLocations(trx, afterStep);
  await insertEvents(trx, reference, events);
  await insertNotices(trx, reference, begunNotices(afterStep, events));
  await writeRfoVersions(trx, { reference, events });
  const closed = events.find(({ event }) => event.type === 'closed');
  if (closed) await endTasks(trx, reference, closed.at);
  return {};
}

/** Known and new events in order; what is known stays. Throws when one is missing in between. */
function merged(known: readonly RecordedEvent[], events: readonly RecordedEvent[]): RecordedEvent[] {
  const numbers = new Set(known.map(({ sequence }) => sequence));
  const all = [...known, ...events.filter(({ sequence }) => !numbers.has(sequence))];
  all.sort((one, other) => one.sequence - other.sequence);
  const gap = all.findIndex(({ sequence }, index) => sequence !== index + 1);
  if (gap >= 0) throw new Error(`The timeline has no event ${String(gap + 1)} yet; later ones wait for it.`);
  return all;
}

function evolved(events: readonly RecordedEvent[]): WindowState {
  const state = events.reduce<WindowState | undefined>(evolve, undefined);
  if (!state) throw new RangeError('a step has at least one event');
  return state;
}

async function upsertWindow(
  trx: Transaction<Tables>,
  state: WindowState,
  events: readonly RecordedEvent[],
): Promise<void> {
  const { reference } = state;
  const row = windowRow(reference, viewOf(state), events);
  await trx
    .insertInto('windows')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('reference')
        .doUpdateSet(row)
        .where('windows.sequence', '<', (eb) => eb.ref('excluded.sequence')),
    )
    .execute();
}

/** Where the window's resources stand when it is opened, or its scope changed. */
async function writeLocations(trx: Transaction<Tables>, { reference, spec }: WindowState): Promise<void> {
  await sql`delete from window_locations where window_reference = ${reference}`.execute(trx);
  await sql`
    with ${affectedResources(spec.scope)}
    insert into window_locations (window_reference, location)
    select distinct ${reference}::text, location from affected
    on conflict do nothing
  `.execute(trx);
}

function windowRow(reference: string, view: WindowView, events: readonly RecordedEvent[]) {
  return {
    reference,
    sequence: view.sequence,
    revision: view.revision,
    phase: view.phase,
    class: view.spec.class,
    visibility: view.spec.visibility,
    title: view.spec.title,
    starts_at: new Date(view.spec.slot.startsAt),
    ends_at: new Date(view.spec.slot.endsAt),
    opened_at: new Date(view.openedAt),
    started_at: instant(view.startedAt),
    ended_at: instant(view.endedAt),
    cancelled_at: instant(view.cancelledAt),
    updated_at: new Date(events.at(-1)?.at ?? view.openedAt),
    news_at: instant(events.findLast(({ event }) => isNewsEvent(event))?.at ?? null),
    next_at: instant(view.next?.at ?? null),
    needs_attention: view.attention.length > 0,
    view: toJson(view),
  };
}

function instant(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

async function insertEvents(
  trx: Transaction<Tables>,
  reference: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ sequence, at, by, door, event }) => ({
    window_reference: reference,
    sequence,
    at: new Date(at),
    by: oneLine(by, 200),
    door,
    type: event.type,
    event: toJson(event),
  }));
  await trx
    .insertInto('timeline')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function insertNotices(
  trx: Transaction<Tables>,
  reference: string,
  notices: readonly BegunNotice[],
): Promise<void> {
  if (notices.length === 0) return;
  await trx
    .insertInto('notices')
    .values(notices.map((notice) => noticeRow(reference, notice)))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  // read back from the rows, so that it comes out the same in whatever order entries arrive
  await sql`
    update windows set announced_at = first.begun_at
    from (
      select min(begun_at) as begun_at from notices where window_reference = ${reference} and kind = ${ANNOUNCEMENT}
    ) first
    where reference = ${reference} and announced_at is null and first.begun_at is not null
  `.execute(trx);
}

function noticeRow(reference: string, { sequence, facts }: BegunNotice) {
  return {
    window_reference: reference,
    slug: noticeSlug(facts.notice),
    kind: facts.notice.kind,
    revision: facts.notice.revision,
    sequence,
    begun_at: new Date(facts.now),
    facts: toJson(facts),
    calendar_key: calendarKey(facts),
  };
}

async function writeRfoVersions(trx: Transaction<Tables>, { reference, events }: TimelineEntry): Promise<void> {
  const drafts = events.flatMap(({ at, by, event }) =>
    event.type === 'rfo-drafted'
      ? [
          {
            window_reference: reference,
            version: event.version,
            state: event.text.state,
            author: oneLine(by, 200),
            drafted_at: new Date(at),
            text: toJson(event.text),
          },
        ]
      : [],
  );
  if (drafts.length > 0) {
    await trx
      .insertInto('rfo_versions')
      .values(drafts)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  if (drafts.length === 0 && !events.some(({ event }) => event.type === 'rfo-published')) return;
  await sql`
    update rfo_versions v set approved_by = t.by, published_at = t.at
    from timeline t
    where v.window_reference = ${reference} and v.published_at is null
      and t.window_reference = v.window_reference and t.type = 'rfo-published' and (t.event->>'version')::integer = v.version
  `.execute(trx);
}
