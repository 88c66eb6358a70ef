import { sql, type RawBuilder } from 'kysely';
import { DONE } from '../../domain/window/commands/verdict';
import type { Phase, Slot, WindowClass } from '../../domain/window/types';
import type { Database } from '../database/database';
import { isTheirs } from '../inventory/inventory';
import { mayKnow, organizationsOf, type Viewer } from './viewer';

/** Windows of some weeks by place, for the calendar of the provider's own people (P8). Instants are UTC ms. */

/** What is looked for. */
export interface CalendarRequest {
  readonly from: number;
  readonly to: number;
  /** Places are told so deep in the tree: 1 is the top. */
  readonly level: number;
  /** Only work at this place or below it. */
  readonly under?: string | undefined;
  readonly phase?: Phase | undefined;
  readonly class?: WindowClass | undefined;
}

/** A night of a window. */
export interface CalendarNight extends Slot {
  readonly reference: string;
  readonly title: string;
  readonly phase: Phase;
  readonly class: string;
  /** The second night, which is used only when the first is called off (L10). */
  readonly isAlternate: boolean;
  /** Where it is, at the level that was asked for, in order; of a viewer limited to organizations the places with their resources. */
  readonly places: readonly string[];
}

/** So many nights are read at once; beyond them the weeks have to be narrowed. */
export const MOST_NIGHTS = 300;

interface Row extends Omit<CalendarNight, 'startsAt' | 'endsAt' | 'places'> {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly places: string[] | null;
}

/** The nights that overlap the weeks, by start; `hasMore` where there are more than MOST_NIGHTS. */
export async function readNights(
  db: Database,
  request: CalendarRequest,
  viewer: Viewer,
): Promise<{ nights: CalendarNight[]; hasMore: boolean }> {
  const { rows } = await nightsQuery(request, viewer).execute(db);
  const nights = rows.slice(0, MOST_NIGHTS).map(({ startsAt, endsAt, places, ...row }) => ({
    ...row,
    ...{ startsAt: startsAt.getTime(), endsAt: endsAt.getTime(), places: places ?? [] },
  }));
  return { nights, hasMore: rows.length > MOST_NIGHTS };
}

/** The query behind readNights, also for `explain` in tests. Windows that are over have no reserved night any more. */
export function nightsQuery(request: CalendarRequest, viewer: Viewer): RawBuilder<Row> {
  const { from, to, level, under, phase, class: windowClass } = request;
  const weeks = sql`tstzrange(${new Date(from)}::timestamptz, ${new Date(to)}::timestamptz)`;
  const known = mayKnow(viewer, sql.ref('w.reference'));
  const conditions = [
    ...(known ? [known] : []),
    // what was cancelled is shown to whoever asks for it
    phase === undefined ? sql`w.phase <> 'cancelled'` : sql`w.phase = ${phase}`,
    ...(windowClass === undefined ? [] : [sql`w.class = ${windowClass}`]),
    ...(under === undefined
      ? []
      : [sql`exists (select from window_locations l where l.window_reference = w.reference and ${isUnder(under)})`]),
  ];
  return sql<Row>`
    with planned as (
      select s.window_reference as reference, s.place, lower(s.during) as starts_at, upper(s.during) as ends_at
      from window_slots s where s.during && ${weeks} and s.held_until is null
      union all
      select o.reference, 0, o.starts_at, o.ends_at
      from windows o where tstzrange(o.starts_at, o.ends_at) && ${weeks} and o.phase = any (${[...DONE, 'cancelled']}::text[])
    ),
    shown as materialized (
      select w.reference, w.title, w.phase, w.class, p.place, p.starts_at, p.ends_at
      from planned p join windows w on w.reference = p.reference
      where ${sql.join(conditions, sql` and `)}
      order by p.starts_at, w.reference, p.place limit ${MOST_NIGHTS + 1}
    )
    select s.reference, s.title, s.phase, s.class, s.place > 0 as "isAlternate", s.starts_at as "startsAt", s.ends_at as "endsAt", t.places
    from shown s cross join lateral (
      select array_agg(distinct ${atLevel(level)} order by ${atLevel(level)}) as places
      from window_locations l
      where l.window_reference = s.reference
        ${under === undefined ? sql`` : sql`and ${isUnder(under)}`} ${ownPlaces(viewer)}
    ) t
    order by s.starts_at, s.reference, s.place
  `;
}

/** The place of `l` so deep in the tree; one that lies higher stays as it is. */
const atLevel = (level: number) =>
  sql`(array_to_string((string_to_array(l.location, '/'))[1:${sql.lit(level)}], '/') collate "C")`;

const isUnder = (under: string) => sql`(l.location = ${under} or starts_with(l.location, ${`${under}/`}))`;

/** Whoever is limited to organizations does not learn where others are (T3). */
function ownPlaces(viewer: Viewer): RawBuilder<unknown> {
  const ids = organizationsOf(viewer);
  if (!ids) return sql``;
  return sql`and l.location in (select r.location from resources r where r.organization_id = any (${ids}::text[]))`;
}

/** A place of the tree with its name. */
export interface NamedPlace {
  readonly path: string;
  readonly name: string;
}

/** So many places are shown beneath each other, those without work included. */
export const MOST_PLACES = 60;

/** The places so deep in the tree, by path: MOST_PLACES of them and one more where there are more. */
export async function placesAt(
  db: Database,
  { level, under }: Pick<CalendarRequest, 'level' | 'under'>,
  viewer: Viewer,
): Promise<NamedPlace[]> {
  const { rows } = await sql<NamedPlace>`
    select l.path, l.name from (select path as location, path, name from locations) l
    where cardinality(string_to_array(l.path, '/')) = ${level} ${under === undefined ? sql`` : sql`and ${isUnder(under)}`}
      ${placesOfOwn(level, viewer)}
    order by l.path collate "C" limit ${MOST_PLACES + 1}
  `.execute(db);
  return rows;
}

/** Places in which, or below which, the viewer's organizations are. */
function placesOfOwn(level: number, viewer: Viewer): RawBuilder<unknown> {
  const ids = organizationsOf(viewer);
  if (!ids) return sql``;
  return sql`and l.path in (
    select array_to_string((string_to_array(r.location, '/'))[1:${sql.lit(level)}], '/')
    from (select distinct location from resources where organization_id = any (${ids}::text[])) r
  )`;
}

/** What people call these places, by path; a place that is not in the inventory any more has no name. */
export async function namesOf(db: Database, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<NamedPlace>`
    select path, name from locations where path = any (${[...paths]}::text[])
  `.execute(db);
  return new Map(rows.map(({ path, name }) => [path, name]));
}

/** Whether there is such a place for the viewer. */
export async function hasPlace(db: Database, path: string, viewer: Viewer): Promise<boolean> {
  const { rows } = await sql`
    select from (select * from locations where ${isTheirs('locations', viewer)}) l where l.path = ${path}
  `.execute(db);
  return rows.length > 0;
}

/** How many levels the tree has; 1 for an empty one. */
export async function depthOfTree(db: Database): Promise<number> {
  const { rows } = await sql<{ depth: number | null }>`
    select max(cardinality(string_to_array(path, '/'))) as depth from locations
  `.execute(db);
  return rows[0]?.depth ?? 1;
}
