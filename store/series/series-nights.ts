import { sql, type ExpressionBuilder, type Transaction } from 'kysely';
import { KnownError } from '../../domain/shared/errors';
import type { Night } from '../../domain/series/nights';
import type { Phase } from '../../domain/window/types';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';
import { nextReference } from '../windows/references';
import type { Change } from './series';
import type { Tables } from '../database/tables';
import type { NightState } from '../database/tables/series';

/** A night and its result. Instants are UTC ms. */
export interface SettledNight extends Omit<Night, 'note'> {
  readonly state: NightState;
  /** The window's reference; null for a night that was skipped before one was reserved. */
  readonly reference: string | null;
  /** The phase of the window; null before it is on record. */
  readonly phase: Phase | null;
  /** Why it was skipped or refused. */
  readonly reason: string | null;
  readonly by: string;
  readonly updatedAt: number;
}

/** A reference reserved for a night that is to be opened. */
export interface Reservation {
  readonly reference: string;
  /** Reserved just now; otherwise an earlier attempt may have opened the window. */
  readonly isFresh: boolean;
  /** UTC ms. */
  readonly since: number;
}

interface NightsRequest {
  /** Only nights that start from `from` on and before `to` (UTC ms). */
  readonly from?: number;
  readonly to?: number;
  /** Also nights that are being opened, whenever they start. */
  readonly orOpening?: boolean;
  readonly limit?: number;
  /** The last nights up to the limit instead of the first. */
  readonly latest?: boolean;
}

/** The nights of a series that have a row, by date. */
export async function settledNights(
  db: Database,
  seriesId: string,
  { from, to, limit, orOpening = false, latest = false }: NightsRequest = {},
): Promise<SettledNight[]> {
  let query = db
    .selectFrom('series_nights as n')
    .leftJoin('windows as w', 'w.reference', 'n.reference')
    .select(['n.night', 'n.starts_at', 'n.ends_at', 'n.state', 'n.reference', 'n.reason', 'n.by', 'n.updated_at'])
    .select('w.phase')
    .where('n.series_id', '=', seriesId)
    .orderBy('n.night', latest ? 'desc' : 'asc');
  if (from !== undefined) {
    const since = new Date(from);
    query = query.where((eb) =>
      eb.or([eb('n.starts_at', '>=', since), ...(orOpening ? [eb('n.state', '=', 'opening')] : [])]),
    );
  }
  if (to !== undefined) query = query.where('n.starts_at', '<', new Date(to));
  if (limit !== undefined) query = query.limit(limit);
  const rows = await query.execute();
  return (latest ? rows.reverse() : rows).map((row) => ({
    night: row.night,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    state: row.state,
    reference: row.reference,
    phase: row.phase as Phase | null,
    reason: row.reason,
    by: row.by,
    updatedAt: row.updated_at.getTime(),
  }));
}

/**
 * Reserves a reference for a night before anything is started. Simultaneous attempts all get the same one. Undefined when the
 * night already has a different result, or the series is not active.
 */
export async function reserveNight(
  db: Database,
  seriesId: string,
  night: Night,
  { by, at }: Change,
): Promise<Reservation | undefined> {
  return inTransaction(db, async (trx) => {
    const series = await trx
      .selectFrom('window_series')
      .select('state')
      .where('id', '=', seriesId)
      .forShare()
      .executeTakeFirst();
    if (series?.state !== 'active') return undefined;
    const earlier = await lockNight(trx, seriesId, night.night);
    if (earlier) return earlier.state === 'opening' ? reservationOf(earlier) : undefined;
    const reference = await nextReference(trx, new Date(at).getUTCFullYear());
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('series_nights')
      .values({ ...rowOf(seriesId, night, { by, at }), state: 'opening', reference, reason: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 1n) return { reference, isFresh: true, since: at };
    const first = await lockNight(trx, seriesId, night.night);
    return first?.state === 'opening' ? reservationOf(first) : undefined;
  });
}

/**
 * Reserves another reference, because Temporal knows a window with the first one that this database does not. Does nothing when
 * the night or its reference was changed meanwhile.
 */
export async function renewReservation(db: Database, seriesId: string, night: string, old: string, at: number) {
  const reference = await nextReference(db, new Date(at).getUTCFullYear());
  await db
    .updateTable('series_nights')
    .set({ reference, updated_at: new Date(at) })
    .where('series_id', '=', seriesId)
    .where('night', '=', night)
    .where('state', '=', 'opening')
    .where('reference', '=', old)
    .execute();
}

/** Records that the night has its window, even if another attempt was refused before. */
export async function markOpened(db: Database, seriesId: string, night: string, at: number): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable('series_nights')
      .set({ state: 'opened', reason: null, updated_at: new Date(at) })
      .where('series_id', '=', seriesId)
      .where('night', '=', night)
      .where('state', '<>', 'opened')
      .execute();
    await closeTask(trx, seriesId, night, { by: 'forewarn', at });
  });
}

/** Records that the night has no window and why, with a task for a person. Never overrides an opened night. */
export async function markRefused(
  db: Database,
  seriesId: string,
  night: string,
  { reason, at }: { reason: string; at: number },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('series_nights')
      .set({ state: 'refused', reason, updated_at: new Date(at) })
      .where('series_id', '=', seriesId)
      .where('night', '=', night)
      .where('state', '=', 'opening')
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await sql`
      insert into staff_tasks (series_id, kind, subject, reason, created_at)
      values (${seriesId}, 'night-refused', ${subjectOf(night)}, ${reason}, ${new Date(at)})
      on conflict (series_id, kind, subject) where series_id is not null
        do update set reason = excluded.reason, created_at = excluded.created_at, done_at = null, done_by = null, note = null
    `.execute(trx);
  });
}

/** Marks nights as open whose window is on record, whatever was recorded before: a killed attempt may have opened it. */
export async function noteOpenWindows(db: Database, seriesId: string, at: number): Promise<void> {
  const found = await db
    .selectFrom('series_nights')
    .innerJoin('windows', 'windows.reference', 'series_nights.reference')
    .select('night')
    .where('series_id', '=', seriesId)
    .where('series_nights.state', '<>', 'opened')
    .execute();
  for (const { night } of found) await markOpened(db, seriesId, night, at);
}

/** Skips a night; a second time changes the reason. Throws KnownError `night-taken` when it has a window or is being opened. */
export async function skipNight(
  db: Database,
  seriesId: string,
  night: Night,
  { reason, by, at }: Change & { reason: string },
): Promise<void> {
  await noteOpenWindows(db, seriesId, at);
  await inTransaction(db, async (trx) => {
    const { reference, state } = (await lockNight(trx, seriesId, night.night)) ?? {};
    if (state === 'opened') {
      throw taken(
        `The night ${night.night} was opened as ${String(reference)}. Cancel that window instead: its customers then hear of it.`,
      );
    }
    if (state === 'opening') {
      throw taken(
        `The night ${night.night} is being opened as ${String(reference)}. Look at that window in a moment, and cancel it if it is open.`,
      );
    }
    const skipped = { state: 'skipped', reason, by, updated_at: new Date(at) } as const;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('series_nights')
      .values({ ...rowOf(seriesId, night, { by, at }), ...skipped, reference: null })
      .onConflict((conflict) =>
        conflict
          .columns(['series_id', 'night'])
          .doUpdateSet(skipped)
          .where('series_nights.state', 'in', ['skipped', 'refused']),
      )
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows !== 1n) {
      throw taken(
        `The night ${night.night} was opened while you skipped it. Look at the series, and cancel its window.`,
      );
    }
    await closeTask(trx, seriesId, night.night, { by, at });
  });
}

/** Reverses a skip or a refusal; the night is opened when its time comes. Does nothing for any other night. */
export async function unskipNight(db: Database, seriesId: string, night: string, { by, at }: Change): Promise<boolean> {
  const isOff = (eb: ExpressionBuilder<Tables, 'series_nights'>) =>
    eb.and([eb('series_id', '=', seriesId), eb('night', '=', night), eb('state', 'in', ['skipped', 'refused'])]);
  return inTransaction(db, async (trx) => {
    const gone = await trx
      .deleteFrom('series_nights')
      .where(isOff)
      .where('reference', 'is', null)
      .executeTakeFirstOrThrow();
    // a reserved reference stays with its night, because a window may have been started with it
    const on = await trx
      .updateTable('series_nights')
      .set({ state: 'opening', reason: null, by, updated_at: new Date(at) })
      .where(isOff)
      .executeTakeFirstOrThrow();
    await closeTask(trx, seriesId, night, { by, at });
    return gone.numDeletedRows + on.numUpdatedRows > 0n;
  });
}

interface LockedNight {
  readonly state: NightState;
  readonly reference: string | null;
  readonly updated_at: Date;
}

function lockNight(trx: Transaction<Tables>, seriesId: string, night: string): Promise<LockedNight | undefined> {
  return trx
    .selectFrom('series_nights')
    .select(['state', 'reference', 'updated_at'])
    .where('series_id', '=', seriesId)
    .where('night', '=', night)
    .forUpdate()
    .executeTakeFirst();
}

function reservationOf({ reference, updated_at }: LockedNight): Reservation {
  if (reference === null) throw new Error('a night that is being opened has a reference');
  return { reference, isFresh: false, since: updated_at.getTime() };
}

function rowOf(seriesId: string, { night, startsAt, endsAt }: Night, { by, at }: Change) {
  return {
    series_id: seriesId,
    night,
    starts_at: new Date(startsAt),
    ends_at: new Date(endsAt),
    by,
    updated_at: new Date(at),
  };
}

async function closeTask(trx: Transaction<Tables>, seriesId: string, night: string, { by, at }: Change): Promise<void> {
  await trx
    .updateTable('staff_tasks')
    .set({ done_at: new Date(at), done_by: by })
    .where('series_id', '=', seriesId)
    .where('subject', '=', subjectOf(night))
    .where('done_at', 'is', null)
    .execute();
}

const subjectOf = (night: string) => `night:${night}`;
const taken = (detail: string) => new KnownError('night-taken', detail, [{ field: 'night', message: 'has a window' }]);
