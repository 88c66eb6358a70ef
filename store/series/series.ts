import type { WindowTemplate } from '../../domain/series/body';
import type { Recurrence } from '../../domain/series/recurrence';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import type { Tables } from '../database/tables';
import type { SeriesState } from '../database/tables/series';
import type { Selectable } from 'kysely';

/** A series of windows (L10). Instants are UTC ms. */
export interface Series {
  /** `MS-2026-0001`. */
  readonly id: string;
  /** For staff only. */
  readonly name: string;
  readonly template: WindowTemplate;
  readonly recurrence: Recurrence;
  /** The window of a night is opened this many days before it. */
  readonly leadDays: number;
  readonly state: SeriesState;
  readonly createdBy: string;
  readonly createdAt: number;
  /** Who last paused, resumed or ended it. */
  readonly changedBy: string;
  readonly changedAt: number;
  /** Every night that starts before this has a result, or was not to be opened. */
  readonly watchedFrom: number;
}

/** A change of state: who, and when (UTC ms). */
export interface Change {
  readonly by: string;
  readonly at: number;
}

/** Stores a new series; an existing one stays unchanged: then false. */
export async function insertSeries(
  db: Database,
  series: Pick<Series, 'id' | 'name' | 'template' | 'recurrence' | 'leadDays'>,
  { by, at }: Change,
): Promise<boolean> {
  const now = new Date(at);
  const { id, name, template, recurrence, leadDays } = series;
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('window_series')
    .values({
      ...{ id, name, template: toJson(template), recurrence: toJson(recurrence), lead_days: leadDays, state: 'active' },
      ...{ created_by: by, created_at: now, changed_by: by, changed_at: now, watched_from: now },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows > 0n;
}

export async function getSeries(db: Database, id: string): Promise<Series | undefined> {
  const row = await db.selectFrom('window_series').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toSeries(row);
}

/** Newest first. Throws KnownError for a cursor that no list returned. */
export async function listSeries(
  db: Database,
  filters: { readonly state?: readonly SeriesState[] | undefined },
  page: PageRequest,
): Promise<Page<Series>> {
  const limit = limitOf(page);
  let query = db
    .selectFrom('window_series')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (filters.state) query = query.where('state', 'in', filters.state);
  if (page.cursor !== undefined) query = query.where('id', '<', decodeCursor(page.cursor, textKey)[0]);
  return pageOf(await query.execute(), limit, (row) => [row.id], toSeries);
}

/**
 * Changes the state of a series; does nothing when it has that state already or has ended. After a pause only nights that start
 * from now on are opened. Undefined when there is no such series.
 */
export async function setSeriesState(
  db: Database,
  id: string,
  state: SeriesState,
  { by, at }: Change,
): Promise<Series | undefined> {
  const now = new Date(at);
  await db
    .updateTable('window_series')
    .set({ state, changed_by: by, changed_at: now, ...(state === 'active' ? { watched_from: now } : {}) })
    .where('id', '=', id)
    .where('state', '<>', state)
    .where('state', '<>', 'ended')
    .execute();
  return getSeries(db, id);
}

/** Records that every night which starts before `at` (UTC ms) has a result. */
export async function watchFrom(db: Database, id: string, at: number): Promise<void> {
  await db
    .updateTable('window_series')
    .set({ watched_from: new Date(at) })
    .where('id', '=', id)
    .where('watched_from', '<', new Date(at))
    .execute();
}

function toSeries(row: Selectable<Tables['window_series']>): Series {
  return {
    id: row.id,
    name: row.name,
    template: row.template,
    recurrence: row.recurrence,
    leadDays: row.lead_days,
    state: row.state,
    createdBy: row.created_by,
    createdAt: row.created_at.getTime(),
    changedBy: row.changed_by,
    changedAt: row.changed_at.getTime(),
    watchedFrom: row.watched_from.getTime(),
  };
}
