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

/** Whom a window touches, by id. Throws KnownError for a cursor that no list returned. */
export async function listAudience(
  db: Database,
  { scope, isPrivate, q, ...page }: AudienceRequest,
  viewer: Viewer,
): Promise<Page<AffectedOrganization>> {
  const limit = limitOf(page);
  const [after] = page.cursor === undefined ? [''] : decodeCursor(page.cursor, textKey);
  const ids = organizationsOf(viewer);
  const part = q === undefined ? null : containing(q);
  const { rows } = await sql<AffectedOrganization>`
    with ${affectedResources(scope)},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    shown as materialized (
      select o.id, o.name from touched t join organizations o on o.id = t.organization_id
      where o.id collate "C" > ${after}::text collate "C" and (${ids}::text[] is null or o.id = any (${ids}::text[]))
        and (
          ${part}::text is null or o.id ilike ${part}::text or o.name ilike ${part}::text
          or o.maintenance_email ilike ${part}::text
          or exists (select from contacts c where c.organization_id = o.id and (c.email ilike ${part}::text or c.name ilike ${part}::text))
        )
      order by o.id collate "C" limit ${limit + 1}
    ),
    ${distinctRecipients(sql`select c.* from candidates c where c.organization_id in (select id from shown)`)}
    select s.id, s.name, (select count(*) from affected a where a.organization_id = s.id) as resources,
      r.people as recipients, r.count as "recipientCount"
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
