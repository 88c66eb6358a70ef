import { sql } from 'kysely';
import type { Database } from '../database/database';

/** The recipients of news about an endpoint. */
export interface EndpointOwner {
  readonly url: string;
  /** Of its organization (P7); null: the default one. */
  readonly brand: string | null;
  readonly people: readonly { readonly name: string; readonly address: string; readonly locale: string }[];
}

/** Above this number it would be a mass mailing. */
const MOST_PEOPLE = 10;

/**
 * The endpoint's address and the people of its organization who are told about every window, and its central address, each with the
 * language they are written to in; each address once, suppressed ones left out. Undefined when there is no such endpoint.
 */
export async function readEndpointOwner(db: Database, endpointId: string): Promise<EndpointOwner | undefined> {
  const { rows } = await sql<EndpointOwner>`
    with endpoint as (
      select url, organization_id from webhook_endpoints where id = ${endpointId} and deleted_at is null
    ),
    people as (
      select distinct on (lower(address)) name, address, locale from (
        select c.name, c.email as address, coalesce(c.locale, o.locale) as locale
        from contacts c join endpoint e using (organization_id) join organizations o on o.id = c.organization_id
        where c.roles && array['maintenance', 'ops-alert']
        union all
        select '', o.maintenance_email, o.locale from organizations o join endpoint e on e.organization_id = o.id
        where o.maintenance_email is not null
      ) as everybody
      where lower(address) not in (select address from suppressions)
      order by lower(address), name desc limit ${MOST_PEOPLE}
    )
    select url, (select o.brand from organizations o where o.id = endpoint.organization_id) as brand, coalesce((select jsonb_agg(jsonb_build_object('name', name, 'address', address, 'locale', locale)) from people), '[]') as people
    from endpoint
  `.execute(db);
  return rows[0];
}
