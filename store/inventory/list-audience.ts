import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import { readableAddress } from '../../domain/delivery/address-form';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { containing } from '../database/like';
import { organizationsOf, type Viewer } from '../windows/viewer';
import { affectedResources, distinctRecipients, resolvedCandidates } from './audience';

/** An organization that a window touches, by the inventory of now (N5). */
export interface AffectedOrganization {
  readonly id: string;
  readonly name: string;
  readonly resources: number;
  /** Whom a notice would reach; the first ones, and how many there are. */
  readonly recipients: readonly { readonly name: string; readonly address: string; readonly isSuppressed: boolean }[];
  readonly recipientCount: number;
}

export interface AudienceRequest extends PageRequest {
  readonly scope: Scope;
  readonly isPrivate: boolean;
  /** Part of an id or a name of an organization, or of an address of its contacts, whatever its case. */
  readonly q?: string | undefined;
}

/** So many of an organization's readers are named. */
const MOST_NAMED = 10;

/** Organizations that are looked at before the whole scope is: a wide scope has a page among them, and a search seldom finds more. */
const AT_FIRST = 200;

/** Whom a window touches, by id. Throws KnownError for a cursor that no list returned. */
export async function listAudience(
  db: Database,
  { scope, isPrivate, q, ...page }: AudienceRequest,
  viewer: Viewer,
): Promise<Page<AffectedOrganization>> {
  const limit = limitOf(page);
  const [after] = page.cursor === undefined ? [''] : decodeCursor(page.cursor, textKey);
  const which = { after, q, ids: organizationsOf(viewer) };
  const next = await organizationsLike(db, which, AT_FIRST);
  const asked = { scope, isPrivate, limit };
  const first = await touchedOf(db, asked, next);
  const isAll = next.length < AT_FIRST || first.length > limit;
  const rows = isAll ? first : await touchedOf(db, asked, await organizationsLike(db, which));
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    (row) => ({
      ...row,
      recipients: row.recipients.map((one) => ({ ...one, address: readableAddress(one.address) })),
    }),
  );
}

interface Which {
  readonly after: string;
  readonly q: string | undefined;
  /** null: all of them. */
  readonly ids: readonly string[] | null;
}

/** The next organizations like that, by id, touched or not. */
async function organizationsLike(db: Database, { after, q, ids }: Which, limit?: number): Promise<string[]> {
  const part = q === undefined ? undefined : containing(q);
  const isNext = (column: string) => sql`
    ${sql.ref(column)} collate "C" > ${after}::text collate "C" and (${ids}::text[] is null or ${sql.ref(column)} = any (${ids}::text[]))`;
  const like =
    part === undefined
      ? sql`select id from organizations where ${isNext('id')}`
      : sql`
        select id from organizations
        where ${isNext('id')} and (id ilike ${part} or name ilike ${part} or maintenance_email ilike ${part})
        union
        select organization_id from contacts where ${isNext('organization_id')} and (email ilike ${part} or name ilike ${part})`;
  const { rows } = await sql<{ id: string }>`
    select id from (${like}) o order by id collate "C" ${limit === undefined ? sql`` : sql`limit ${limit}`}
  `.execute(db);
  return rows.map(({ id }) => id);
}

interface Touching extends Pick<AudienceRequest, 'scope' | 'isPrivate'> {
  readonly limit: number;
}

/** Those of the organizations that the scope touches, by id: as many as a page has, and one more where there are more. */
async function touchedOf(
  db: Database,
  { scope, isPrivate, limit }: Touching,
  owners: readonly string[],
): Promise<AffectedOrganization[]> {
  const { rows } = await sql<AffectedOrganization>`
    with ${affectedResources(scope, owners)},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    shown as materialized (
      select o.id, o.name, a.resources
      from (select organization_id, count(*) as resources from affected group by 1) a join organizations o on o.id = a.organization_id
      order by o.id collate "C" limit ${limit + 1}
    ),
    ${distinctRecipients(sql`select c.* from candidates c where c.organization_id in (select id from shown)`)}
    select s.id, s.name, s.resources, r.people as recipients, r.count as "recipientCount"
    from shown s cross join lateral (
      select count(*) as count, coalesce(jsonb_agg(
        jsonb_build_object('name', p.name, 'address', p.address, 'isSuppressed', p.suppressed) order by p.place
      ) filter (where p.place <= ${MOST_NAMED}), '[]') as people
      from (
        select r.name, r.address, row_number() over (order by r.recipient) as place,
          exists (select from suppressions b where b.address = lower(r.address)) as suppressed
        from recipients r where r.organization_id = s.id
      ) p
    ) r
    order by s.id collate "C"
  `.execute(db);
  return rows;
}
