import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from '../windows/viewer';

/** The tree of locations with what stands in them, for people who pick a scope (N5), a level at a time. */

/** A location in the tree. */
export interface Place {
  readonly path: string;
  readonly name: string;
  /** There are locations or resources in it. */
  readonly hasMore: boolean;
}

export interface PlacedResource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly location: string;
  readonly organization: string;
}

export interface Places {
  readonly places: readonly Place[];
  readonly resources: readonly PlacedResource[];
  /** There are more than these: they are searched for. */
  readonly isCut: boolean;
}

/** As many of each as one answer has. */
export const MOST_PLACES = 200;
/** As many of each as a search answers. */
const MOST_FOUND = 25;

/** "0" is the character after "/", whatever the collation. */
const isBelow = (column: RawBuilder<unknown>, path: RawBuilder<unknown>) =>
  sql`(${column} = ${path} or ${column} ~>=~ (${path} || '/') and ${column} ~<~ (${path} || '0'))`;

/** Those resources that the viewer may know of (T3). */
function own(viewer: Viewer): RawBuilder<unknown> {
  const ids = organizationsOf(viewer);
  return ids ? sql`r.organization_id = any (${ids}::text[])` : sql`true`;
}

/** Somebody who is limited knows of those places alone that hold something of theirs. */
function known(viewer: Viewer): RawBuilder<unknown> {
  if (!organizationsOf(viewer)) return sql`true`;
  return sql`exists (select from resources r where ${own(viewer)} and ${isBelow(sql`r.location`, sql`l.path`)})`;
}

const placeColumns = sql`l.path, l.name,
  exists (select from locations c where c.parent = l.path) or exists (select from resources r where r.location = l.path) as "hasMore"`;
const resourceColumns = sql`r.id, r.name, r.kind, r.location, o.name as organization`;

/** What is right below a location, by path and id; the regions where it is null. */
export async function placesUnder(db: Database, path: string | null, viewer: Viewer): Promise<Places> {
  const at = path === null ? sql`l.parent is null` : sql`l.parent = ${path}`;
  const { rows: places } = await sql<Place>`
    select ${placeColumns} from locations l where ${at} and ${known(viewer)} order by l.path limit ${MOST_PLACES + 1}
  `.execute(db);
  const { rows: resources } = await sql<PlacedResource>`
    select ${resourceColumns} from resources r join organizations o on o.id = r.organization_id
    where r.location = ${path} and ${own(viewer)} order by r.id limit ${MOST_PLACES + 1}
  `.execute(db);
  return cut(places, resources, MOST_PLACES);
}

/**
 * Locations whose path or name has the text in it, and resources whose id begins with it or whose customer is called so; a customer by
 * its id. Resources are found by indexes alone, however many there are.
 */
export async function findPlaces(db: Database, text: string, viewer: Viewer): Promise<Places> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows: places } = await sql<Place>`
    select ${placeColumns} from locations l
    where (l.path ilike ${like} or l.name ilike ${like}) and ${known(viewer)}
    order by l.path limit ${MOST_FOUND + 1}
  `.execute(db);
  const { rows: resources } = await sql<PlacedResource>`
    with found as (
      (select r.* from resources r
        where r.id >= ${text} and r.id <= ${`${text}\u{10FFFF}`} and starts_with(r.id, ${text}) and ${own(viewer)}
        order by r.id limit ${MOST_FOUND + 1})
      union
      (select r.* from resources r where r.organization_id = ${text} and ${own(viewer)} order by r.id limit ${MOST_FOUND + 1})
    )
    select ${resourceColumns} from found r join organizations o on o.id = r.organization_id
    order by r.id limit ${MOST_FOUND + 1}
  `.execute(db);
  return cut(places, resources, MOST_FOUND);
}

/** The kinds of resources there are, alphabetically; an index is leapt through, so that a large inventory takes no longer. */
export async function resourceKinds(db: Database, most: number): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    with recursive kinds as (
      (select kind from resources order by kind limit 1)
      union all
      select (select r.kind from resources r where r.kind > k.kind order by r.kind limit 1) from kinds k where k.kind is not null
    )
    select kind from kinds where kind is not null limit ${most}
  `.execute(db);
  return rows.map(({ kind }) => kind);
}

function cut(places: readonly Place[], resources: readonly PlacedResource[], most: number): Places {
  return {
    places: places.slice(0, most),
    resources: resources.slice(0, most),
    isCut: places.length > most || resources.length > most,
  };
}
