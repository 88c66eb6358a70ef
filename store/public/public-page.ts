import type { PublicWindow } from '../../domain/public/window';
import { sql, type Expression, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import type { ImpactLevel } from '../../domain/shared/impact';
import type { RfoText } from '../../domain/window/rfo-fields';
import { DONE, UNSETTLED } from '../../domain/window/commands/verdict';
import type { Phase, WindowClass } from '../../domain/window/types';
import type { Database } from '../database/database';
import { PUBLIC_EVENT_TYPES, publicUpdates, type EventRow } from '../../domain/public/updates';
import { maybeMs, publicWindow, selectPublic, type PublicRow } from './public-window';
import type { Tables } from '../database/tables';
import { isPlaceOf, isWindowOf } from '../inventory/brands';

/** A region (depth 1) or datacenter (depth 2). `changedAt`: when public work there last began or ended, UTC ms. */
export interface PublicLocation {
  readonly path: string;
  readonly name: string;
  readonly changedAt: number | null;
  /** How many places below it hold resources: work on fewer of them is work on a part of it. */
  readonly parts: number;
}

/** Work under way and its locations; the components' status is derived from it. */
export interface RunningWork {
  readonly class: WindowClass;
  readonly impact: ImpactLevel;
  readonly phase: Phase;
  readonly locations: readonly string[];
}

export const RUNNING_PHASES: readonly Phase[] = UNSETTLED;
export const ENDED_PHASES: readonly Phase[] = [...DONE, 'cancelled'];
/** Announced, and not begun. */
export const AWAITED_PHASES: readonly Phase[] = ['announced', 'delayed'];

export interface WindowsQuery {
  readonly phases?: readonly Phase[];
  readonly classes?: readonly WindowClass[];
  /** Only windows that affect this region or datacenter, given by its path. */
  readonly place?: string;
  /** Only windows planned to end after this (UTC ms). */
  readonly endsAfter?: number;
  /** By planned start, ascending or descending; or by announcement, latest news, end or cancellation, each latest first. */
  readonly order: 'starts-soonest' | 'starts-latest' | 'announced-latest' | 'news-latest' | 'ended-latest';
  readonly limit?: number;
  readonly offset?: number;
}

export interface PublicPage {
  windows(query: WindowsQuery): Promise<PublicWindow[]>;
  count(phases: readonly Phase[]): Promise<number>;
  /** Undefined for a window that does not exist, is private, or has not been announced; callers cannot tell these apart. */
  window(reference: string): Promise<PublicWindow | undefined>;
  /** Sorted by path. */
  locations(): Promise<PublicLocation[]>;
  running(): Promise<RunningWork[]>;
  /** When the newest public event of all windows happened; null before the first. */
  updatedAt(): Promise<number | null>;
}

/**
 * Runs `read` against one snapshot of the database, so that components and windows of an answer never contradict each other. With a brand
 * (P7; empty for the default one) the page is that brand's: windows for its customers, and places where it has resources.
 */
export async function readPublicPage<T>(
  db: Database,
  read: (page: PublicPage) => Promise<T>,
  brand?: string,
): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((snapshot) => read(createPublicPage(snapshot, brand)));
}

function createPublicPage(db: Database, brand: string | undefined): PublicPage {
  return {
    async windows(query) {
      let rows = ordered(announcedInPublic(db, brand), query.order);
      if (query.phases) rows = rows.where('phase', 'in', query.phases);
      if (query.classes) rows = rows.where('class', 'in', query.classes);
      if (query.place !== undefined) rows = rows.where(touches(query.place));
      if (query.endsAfter !== undefined) rows = rows.where('ends_at', '>', new Date(query.endsAfter));
      if (query.limit !== undefined) rows = rows.limit(query.limit);
      if (query.offset !== undefined) rows = rows.offset(query.offset);
      return withDetails(db, await selectPublic(rows).execute());
    },
    async count(phases) {
      const query = announcedInPublic(db, brand).where('phase', 'in', phases);
      const { n } = await query.select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
      return n;
    },
    async window(reference) {
      const rows = await selectPublic(announcedInPublic(db, brand)).where('reference', '=', reference).execute();
      const [window] = await withDetails(db, rows);
      return window;
    },
    locations: () => locations(db, brand),
    running: () =>
      announcedInPublic(db, brand)
        .leftJoin('window_locations', 'window_reference', 'reference')
        .where('phase', 'in', RUNNING_PHASES)
        .groupBy('reference')
        .select([
          sql<WindowClass>`windows.class`.as('class'),
          sql<ImpactLevel>`view->'spec'->'impact'->>'level'`.as('impact'),
          sql<Phase>`windows.phase`.as('phase'),
          sql<string[]>`array_remove(array_agg(location), null)`.as('locations'),
        ])
        .execute(),
    async updatedAt() {
      const row = await announcedInPublic(db, brand)
        .innerJoin('timeline', 'window_reference', 'reference')
        .where(isPublicEvent)
        .whereRef('timeline.at', '>=', 'announced_at')
        .select((e) => e.fn.max('timeline.at').as('at'))
        .executeTakeFirst();
      return maybeMs(row?.at ?? null);
    },
  };
}

/** The only definition of "public" (N7): opened as public, and announced to its customers. */
function announcedInPublic(db: Database, brand: string | undefined) {
  const announced = db
    .selectFrom('windows')
    .where('visibility', '=', 'public')
    .where('announced_at', 'is not', null)
    .where('phase', 'not in', ['draft', 'approved']);
  return brand === undefined
    ? announced
    : announced.where(isWindowOf(sql.ref('windows.reference'), sql`${brand}::text`));
}

const isPublicEvent: Expression<SqlBool> = sql<boolean>`(timeline.type in (${sql.join(PUBLIC_EVENT_TYPES)})
  or (timeline.type = 'notice-begun' and timeline.event->'notice'->>'kind' = ${ANNOUNCEMENT}))`;

/** Like touchedBy of the pages: a path includes everything below it, and either of the two may be the wider. */
function touches(place: string): Expression<SqlBool> {
  return sql<boolean>`exists (
    select from window_locations l
    where l.window_reference = windows.reference
      and (l.location = ${place} or starts_with(l.location, ${place}::text || '/') or starts_with(${place}::text, l.location || '/'))
  )`;
}

/** When the result of a window was found bad, and was good again (E3); null where it was not. */
function degradation(moment: 'begunAt' | 'endedAt'): Expression<Date | null> {
  return sql<Date | null>`to_timestamp((windows.view->'degradation'->>${moment}::text)::double precision / 1000)`;
}

/** A path includes everything below it: work in a rack affects its datacenter, work on a region affects all its datacenters. */
async function locations(db: Database, brand: string | undefined): Promise<PublicLocation[]> {
  const changes = announcedInPublic(db, brand)
    .innerJoin('window_locations', 'window_reference', 'reference')
    .where('started_at', 'is not', null)
    .groupBy('location')
    .select([
      'location',
      sql<Date>`max(greatest(started_at, ended_at, cancelled_at, ${degradation('begunAt')}, ${degradation('endedAt')}))`.as(
        'changed_at',
      ),
    ]);
  const rows = await db
    .with('changes', () => changes)
    .selectFrom('locations')
    .leftJoin('changes', (join) =>
      join.on(
        sql<boolean>`changes.location = path or starts_with(changes.location, path || '/')
          or starts_with(path, changes.location || '/')`,
      ),
    )
    .where('path', 'not like', '%/%/%')
    .where(brand === undefined ? sql<boolean>`true` : isPlaceOf(sql.ref('locations.path'), sql`${brand}::text`))
    .groupBy(['path', 'name'])
    .orderBy('path')
    .select([
      'path',
      'name',
      sql<Date | null>`max(changed_at)`.as('changed_at'),
      sql<number>`(
        select count(*)::integer from locations part
        where starts_with(part.path, locations.path || '/') and exists (select from resources where location = part.path)
      )`.as('parts'),
    ])
    .execute();
  return rows.map((row) => ({
    path: row.path,
    name: row.name,
    changedAt: maybeMs(row.changed_at),
    parts: row.parts,
  }));
}

function ordered<O>(query: SelectQueryBuilder<Tables, 'windows', O>, order: WindowsQuery['order']) {
  switch (order) {
    case 'starts-soonest':
      return query.orderBy('starts_at').orderBy('reference');
    case 'starts-latest':
      return query.orderBy('starts_at', 'desc').orderBy('reference', 'desc');
    case 'announced-latest':
      return query.orderBy('announced_at', 'desc').orderBy('reference', 'desc');
    case 'news-latest':
      return query.orderBy('news_at', 'desc').orderBy('reference', 'desc');
    case 'ended-latest':
      return query.orderBy(sql`coalesce(ended_at, cancelled_at)`, 'desc').orderBy('reference', 'desc');
  }
}

/** Adds locations and updates to all rows in three queries, whatever their number. */
async function withDetails(db: Database, rows: readonly PublicRow[]): Promise<PublicWindow[]> {
  const references = rows.map((row) => row.reference);
  if (references.length === 0) return [];
  const places = await db
    .selectFrom('window_locations')
    .where('window_reference', 'in', references)
    .select(['window_reference', 'location'])
    .orderBy('location')
    .execute();
  const events = await db
    .selectFrom('timeline')
    .where('window_reference', 'in', references)
    .where(isPublicEvent)
    .select(['window_reference', 'sequence', 'at', 'event'])
    .orderBy('sequence')
    .execute();
  const reports = await db
    .selectFrom('rfo_versions')
    .where('window_reference', 'in', references)
    .where('published_at', 'is not', null)
    .select(['window_reference', 'version', 'text'])
    .execute();
  const placesOf = byWindow(places);
  const eventsOf = byWindow<EventRow & OfWindow>(events);
  const reportsOf = byWindow(reports);
  return rows.map((row) => {
    const texts = new Map<number, RfoText>(reportsOf(row).map(({ version, text }) => [version, text]));
    const slot = { startsAt: row.starts_at.getTime(), endsAt: row.ends_at.getTime() };
    const paths = placesOf(row).map(({ location }) => location);
    return publicWindow(row, paths, publicUpdates(eventsOf(row), texts, slot));
  });
}

interface OfWindow {
  readonly window_reference: string;
}

/** The rows of each window, in their order. */
function byWindow<R extends OfWindow>(rows: readonly R[]): (window: Pick<PublicRow, 'reference'>) => readonly R[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(row.window_reference);
    if (group) group.push(row);
    else groups.set(row.window_reference, [row]);
  }
  return ({ reference }) => groups.get(reference) ?? [];
}
