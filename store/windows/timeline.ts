import { sql, type Transaction } from 'kysely';
import { StepsMissing, type RecordedStep, type Timeline, type TimelineEntry } from '../../activities/ports/timeline';
import { calendarKey } from '../../domain/channels/calendar';
import { noticeSlug } from '../../domain/notices/notice';
import { isNewsEvent } from '../../domain/public/news';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import type { RecordedEvent } from '../../domain/window/events';
import { evolve } from '../../domain/window/evolve/evolve';
import { begunNotices, type BegunNotice } from '../../domain/window/facts';
import { promisedAt } from '../../domain/notices/promise';
import type { WindowState } from '../../domain/window/types';
import { viewOf, type WindowView } from '../../domain/window/view';
import type { Refusal } from '../../domain/shared/errors';
import { affectedResources } from '../inventory/audience';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';
import { checkStep } from '../planning/check-step';
import { keepSlots } from '../planning/slots';
import { readRecordedEvents } from './recorded-events';
import type { Tables } from '../database/tables';
import { changeWork, keepWork } from '../work/follow-steps';
import { endTasks } from '../ledger/tasks';
import { keepMeasures } from '../measures/keep';

/**
 * The record of a window's events. Each entry is written in one transaction, and every part is idempotent by the event's
 * sequence number: an entry that is repeated, or arrives after a newer one, undoes nothing. The revision increased here
 * prevents older notices from claiming further deliveries (N9).
 */
export function createTimeline(db: Database): Timeline {
  return {
    async record(entry) {
      try {
        return await db.transaction().execute((trx) => record(trx, entry));
      } catch (error) {
        if (error instanceof Refused) return { refusal: error.refusal };
        throw error;
      }
    },
  };
}

/** Undoes what of a step was written before it was refused. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}

/**
 * Records a step that has happened but is missing from the record (T7), without checking it again. Throws when earlier steps
 * are missing.
 */
export async function adoptStep(db: Database, entry: TimelineEntry): Promise<void> {
  await db.transaction().execute((trx) => record(trx, entry, () => Promise.resolve(undefined)));
}

/** Notices in the order they were begun, for a window whose events are lost. */
function beginningsOf({ notices }: WindowState): RecordedEvent[] {
  return notices.map(({ kind, revision, ordinal, begunAt }, index) => ({
    ...{ sequence: index + 1, at: begunAt, by: 'forewarn', door: 'clock' },
    event: { type: 'notice-begun', notice: { kind, revision, ordinal }, folded: [] },
  }));
}

/** Records the state of a window whose events are lost; the timeline has a gap. */
export async function adoptState(db: Database, state: WindowState): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockWindow(trx, state.reference);
    await keepSlots(trx, state);
    await upsertWindow(trx, state, []);
    await writeTouched(trx, state);
    await insertNotices(trx, state.reference, begunNotices(state, beginningsOf(state)));
  });
}

async function record(
  trx: Transaction<Tables>,
  entry: TimelineEntry,
  judge: typeof checkStep = checkStep,
): Promise<RecordedStep> {
  const { reference } = entry;
  if (entry.events.length === 0) return {};
  // the window's row first, always: everything that locks a window and its deliveries uses this order
  const before = await lockWindow(trx, reference);
  const parts = newParts(entry, before?.sequence ?? 0);
  if (parts.length === 0) return {};
  const { state, begun } = stepped(before, parts);
  const events = parts.flat();
  // events on record were accepted before; only a new step can be refused
  const refusal = await judge(trx, state, events);
  if (refusal) return { refusal };
  const unchanged = await changeWork(trx, state, events);
  if (unchanged && judge === checkStep) throw new Refused(unchanged);
  await keepSlots(trx, state);
  await upsertWindow(trx, state, events);
  if (events.some(({ event }) => changesScope(event))) await writeTouched(trx, state);
  await keepWork(trx, state, events);
  await insertEvents(trx, reference, events);
  await insertNotices(trx, reference, begun);
  await writeRfoVersions(trx, { reference, events });
  await keepMeasures(trx, reference, events);
  const closed = events.find(({ event }) => event.type === 'closed');
  if (closed) await endTasks(trx, reference, closed.at);
  return {};
}

/** The recorded window, locked until the transaction ends; undefined before its first step. */
async function lockWindow(trx: Transaction<Tables>, reference: string): Promise<WindowState | undefined> {
  const row = await trx
    .selectFrom('windows')
    .select('state')
    .where('reference', '=', reference)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.state) return row.state;
  const events = await readRecordedEvents(trx, reference);
  return events.reduce<WindowState | undefined>(evolve, undefined);
}

/** The events that are not on record yet, by command. Throws when an event before them is missing. */
function newParts({ events, parts = [events.length] }: TimelineEntry, known: number): RecordedEvent[][] {
  let from = 0;
  const all = parts.map((count) => events.slice(from, (from += count)));
  const fresh = all.map((part) => part.filter(({ sequence }) => sequence > known)).filter((part) => part.length > 0);
  const gap = fresh.flat().findIndex(({ sequence }, index) => sequence !== known + index + 1);
  if (gap >= 0)
    throw new StepsMissing(`The timeline has no event ${String(known + gap + 1)} yet; later ones wait for it.`);
  return fresh;
}

/** The window after the step, and the notices the step began with their facts. */
function stepped(before: WindowState | undefined, parts: readonly (readonly RecordedEvent[])[]) {
  let state = before;
  const begun: BegunNotice[] = [];
  for (const part of parts) {
    state = part.reduce(evolve, state);
    if (state) begun.push(...begunNotices(state, part));
  }
  if (!state) throw new RangeError('a step has at least one event');
  return { state, begun };
}

function changesScope({ type }: RecordedEvent['event']): boolean {
  return ['opened', 'rescoped', 'moved-in', 'moved-out'].includes(type);
}

async function upsertWindow(
  trx: Transaction<Tables>,
  state: WindowState,
  events: readonly RecordedEvent[],
): Promise<void> {
  const row = windowRow(state, viewOf(state), events);
  await trx
    .insertInto('windows')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('reference')
        .doUpdateSet(row)
        // an opening that was recorded twice at the same time undoes nothing
        .where('windows.sequence', '<', (eb) => eb.ref('excluded.sequence')),
    )
    .execute();
}

/** The locations and the owners of the window's resources, written when it is opened or its scope changes. */
async function writeTouched(trx: Transaction<Tables>, { reference, spec }: WindowState): Promise<void> {
  await sql`delete from window_locations where window_reference = ${reference}`.execute(trx);
  await sql`delete from window_organizations where window_reference = ${reference}`.execute(trx);
  // once it was announced, whose page it was on goes on showing it
  await sql`
    delete from window_brands where window_reference = ${reference}
      and exists (select from windows where reference = ${reference} and announced_at is null)
  `.execute(trx);
  await sql`
    with ${affectedResources(spec.scope)},
    owners as (
      insert into window_organizations (window_reference, organization_id)
      select distinct ${reference}::text, organization_id from affected
      on conflict do nothing
    ),
    brands as (
      insert into window_brands (window_reference, brand)
      select distinct ${reference}::text, coalesce(o.brand, '')
      from affected a join organizations o on o.id = a.organization_id
      on conflict do nothing
    )
    insert into window_locations (window_reference, location)
    select distinct ${reference}::text, location from affected
    on conflict do nothing
  `.execute(trx);
}

function windowRow(state: WindowState, view: WindowView, events: readonly RecordedEvent[]) {
  const news = events.findLast(({ event }) => isNewsEvent(event));
  return {
    reference: state.reference,
    sequence: view.sequence,
    revision: view.revision,
    phase: view.phase,
    class: view.spec.class,
    class_name: view.spec.className ?? null,
    visibility: view.spec.visibility,
    title: view.spec.title,
    starts_at: new Date(view.spec.slot.startsAt),
    ends_at: new Date(view.spec.slot.endsAt),
    opened_at: new Date(view.openedAt),
    started_at: instant(view.startedAt),
    ended_at: instant(view.endedAt),
    cancelled_at: instant(view.cancelledAt),
    promised_at: new Date(promisedAt(state.spec, state.policy)),
    updated_at: new Date(events.at(-1)?.at ?? view.openedAt),
    ...(news ? { news_at: new Date(news.at) } : {}),
    next_at: instant(view.next?.at ?? null),
    needs_attention: view.attention.length > 0,
    view: toJson(view),
    state: toJson(state),
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
  const rows = events.map(({ sequence, at, door, event, ...actor }) => ({
    window_reference: reference,
    sequence,
    at: new Date(at),
    by: oneLine(actor.by, 200),
    on_behalf_of: lineOrNull(actor.onBehalfOf),
    credential: lineOrNull(actor.credential),
    request: lineOrNull(actor.request),
    issued_by: lineOrNull(actor.issuedBy),
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

const lineOrNull = (words: string | undefined) => (words === undefined ? null : oneLine(words, 200));

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
  // read back from the rows, so that the result is the same in whatever order entries arrive
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
