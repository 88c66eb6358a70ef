import { sql } from 'kysely';
import type { AffectedResource, CustomerContact } from '../../domain/notices/message';
import type { Database } from '../database/database';

/** So many of a customer's people are named; whoever hears of maintenance comes first. */
const MOST_CONTACTS = 5;

/**
 * Lists for staff with whom to call at each customer (N12). Read when a mail is made and not kept with the notice, so that erasing a
 * person (T6) leaves nothing behind. The lists stay in their order.
 */
export async function withContacts(
  db: Database,
  lists: readonly (readonly AffectedResource[])[],
): Promise<AffectedResource[][]> {
  const ids = [...new Set(lists.flat().map(({ id }) => id))];
  if (ids.length === 0) return lists.map((list) => [...list]);
  const { rows } = await sql<{ id: string; contacts: CustomerContact[] }>`
    with people as (
      select organization_id, name, email, roles,
        row_number() over (
          partition by organization_id
          order by not (roles && '{maintenance,ops-alert}'::text[]), name, id
        ) as place
      from (
        select id, organization_id, name, email, roles from contacts where organization_id = any (${ids}::text[])
        union all
        select '', id, name, maintenance_email, '{maintenance}'::text[] from organizations
        where id = any (${ids}::text[]) and maintenance_email is not null
      ) as all_people
    )
    select organization_id as id,
      jsonb_agg(jsonb_build_object('name', name, 'address', email, 'roles', to_jsonb(roles)) order by place) as contacts
    from people where place <= ${MOST_CONTACTS} group by organization_id
  `.execute(db);
  const known = new Map(rows.map(({ id, contacts }) => [id, contacts]));
  return lists.map((list) => list.map((customer) => ({ ...customer, contacts: known.get(customer.id) ?? [] })));
}
