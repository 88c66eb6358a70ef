import { sql, type RawBuilder } from 'kysely';
import { addressKey, readableAddress } from '../../domain/delivery/address-form';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import { mayKnow, type Viewer } from '../windows/viewer';
import { isTheirs } from './inventory';

/**
 * What is found by a few words, kind by kind (P8). Windows, customers and places by any part of what they are called, because there are
 * thousands; environments and resources by how it begins, which an index serves beside 500,000; people by their whole address alone.
 */
export const SEARCH_KINDS = [
  'windows',
  'customers',
  'environments',
  'resources',
  'places',
  'contacts',
  'staff',
] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

/** Something that was found. */
export interface Hit {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of its name. */
  readonly note: string;
  /** Where it is, of resources and places. */
  readonly place: string | null;
  /** Whose it is; null of windows, places and staff. */
  readonly organization: string | null;
}

/** So many of each kind are shown. */
export const MOST_HITS = 8;

/** The first of that kind, and whether there are more. `words` has no spaces around it and is not empty. */
export async function searchFor(
  db: Database,
  kind: SearchKind,
  words: string,
  viewer: Viewer,
): Promise<{ hits: Hit[]; hasMore: boolean }> {
  const isForPeople = kind === 'contacts' || kind === 'staff';
  if (isForPeople && !words.includes('@')) return { hits: [], hasMore: false };
  const { rows } = await searchQuery(kind, words, viewer).execute(db);
  const hits = rows.slice(0, MOST_HITS).map((hit) => (isForPeople ? { ...hit, note: readableAddress(hit.note) } : hit));
  return { hits, hasMore: rows.length > MOST_HITS };
}

/** The query behind searchFor, also for `explain` in tests. */
export function searchQuery(kind: SearchKind, words: string, viewer: Viewer): RawBuilder<Hit> {
  return QUERIES[kind](words, viewer, sql`limit ${MOST_HITS + 1}`);
}

type Query = (words: string, viewer: Viewer, limit: RawBuilder<unknown>) => RawBuilder<Hit>;

const escaped = (words: string) => words.replace(/[\\%_]/g, '\\$&');
const anywhere = (words: string) => `%${escaped(words)}%`;
const atFront = (words: string) => `${escaped(words.toLowerCase())}%`;

const QUERIES: Readonly<Record<SearchKind, Query>> = {
  windows: (words, viewer, limit) => sql<Hit>`
    select reference as id, title as name, reference || ', ' || phase as note, null as place, null as organization from windows
    where (
      title ilike ${anywhere(words)} or reference ilike ${anywhere(words)}
      or reference in (select c.reference from windows c where c.view->'spec'->'references' @> ${toJson([{ id: words }])}::jsonb)
    ) and ${mayKnow(viewer) ?? sql`true`}
    order by starts_at desc, reference desc ${limit}
  `,
  customers: (words, viewer, limit) => sql<Hit>`
    select id, name, id as note, null as place, id as organization from organizations
    where (name ilike ${anywhere(words)} or id ilike ${anywhere(words)}) and ${isTheirs('organizations', viewer)}
    order by name, id ${limit}
  `,
  environments: (words, viewer, limit) => sql<Hit>`
    select e.id, e.name, o.name || ', ' || e.id as note, null as place, o.id as organization
    from (${byFront('environments', words, viewer, limit)}) e join organizations o on o.id = e.organization_id
    order by e.rank, lower(e.name) collate "C", e.id ${limit}
  `,
  resources: (words, viewer, limit) => sql<Hit>`
    select r.id, r.name, r.kind || ' of ' || o.name || ', ' || r.location as note, r.location as place, o.id as organization
    from (${byFront('resources', words, viewer, limit)}) r join organizations o on o.id = r.organization_id
    order by r.rank, lower(r.name) collate "C", r.id ${limit}
  `,
  places: (words, viewer, limit) => sql<Hit>`
    select path as id, name, path as note, path as place, null as organization from locations
    where (path ilike ${anywhere(words)} or name ilike ${anywhere(words)}) and ${isTheirs('locations', viewer)}
    order by path collate "C" ${limit}
  `,
  contacts: (words, viewer, limit) => sql<Hit>`
    select c.id, c.name || ' of ' || o.name as name, c.email as note, null as place, o.id as organization
    from (select * from contacts where lower(email) = ${addressKey(words)} and ${isTheirs('contacts', viewer)}) c
      join organizations o on o.id = c.organization_id
    order by c.id ${limit}
  `,
  staff: (words, viewer, limit) => sql<Hit>`
    select id, name || ', ' || role as name, email as note, null as place, null as organization from staff
    where lower(email) = ${addressKey(words)} and ${isTheirs('staff', viewer)}
    order by id ${limit}
  `,
};

/** The one with that id, and those whose names begin so; each of the two by an index, in its order, so that it stops at the limit. */
function byFront(table: 'environments' | 'resources', words: string, viewer: Viewer, limit: RawBuilder<unknown>) {
  const theirs = isTheirs(table, viewer);
  return sql`
    select t.*, 0 as rank from ${sql.table(table)} t where t.id = ${words} and ${theirs}
    union all
    (
      select t.*, 1 as rank from ${sql.table(table)} t
      where (lower(name) collate "C") like ${atFront(words)} and t.id <> ${words} and ${theirs}
      order by lower(name) collate "C", id ${limit}
    )
  `;
}
