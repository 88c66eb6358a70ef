import { sql } from 'kysely';
import { addressKey } from '../../domain/delivery/address-form';
import { ERASED_PREFIX } from '../../domain/delivery/erased';
import type { Database } from '../database/database';
import { OWNS } from '../measures/owners';

/** The addresses a contact has, and had when windows told of something; undefined for one that was never known. */
export async function addressesOfContact(db: Database, contactId: string): Promise<string[] | undefined> {
  const { rows } = await sql<{ address: string }>`
    select email as address from contacts where id = ${contactId}
    union
    select address from deliveries where recipient = ${`contact:${contactId}`}
  `.execute(db);
  if (rows.length === 0) return undefined;
  const known = rows.map(({ address }) => address).filter((address) => !address.startsWith(ERASED_PREFIX));
  return [...new Set(known.map(addressKey))];
}

/** Who else in the inventory has one of the addresses, in words; at most ten. `addresses` as addressKey() gives them. */
export async function othersWith(
  db: Database,
  addresses: readonly string[],
  contactId: string,
): Promise<readonly string[]> {
  const { rows } = await sql<{ who: string }>`
    select 'contact ' || id as who from contacts where lower(email) = any (${[...addresses]}) and id <> ${contactId}
    union all
    select 'organization ' || id from organizations where lower(maintenance_email) = any (${[...addresses]})
    union all
    select 'staff ' || id from staff where lower(email) = any (${[...addresses]})
    order by 1 limit 10
  `.execute(db);
  return rows.map(({ who }) => who);
}

/** Windows that are not over, and series, whose point of contact has one of the addresses, and open measures whose owner has (E5); at most ten. */
export async function answerableWith(db: Database, addresses: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select reference from windows
    where phase not in ('closed', 'cancelled') and lower(view->'spec'->>'pointOfContact') = any (${[...addresses]})
    union all
    select 'measure ' || m.id || ' of ' || m.window_reference from measures m
    where m.state = 'open' and (
      lower(m.owner) = any (${[...addresses]})
      or exists (select from staff s where ${OWNS} and lower(s.email) = any (${[...addresses]}))
    )
    union all
    select id from window_series where state <> 'ended' and lower(template->>'pointOfContact') = any (${[...addresses]})
    order by 1 limit 10
  `.execute(db);
  return rows.map(({ reference }) => reference);
}

/** Ids with the address in them, in words, of what others refer to by its id; at most ten. */
export async function idsNaming(db: Database, pattern: string): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select 'organization ' || id as what from organizations where id ~* ${pattern}
    union all select 'environment ' || id from environments where id ~* ${pattern}
    union all select 'resource ' || id from resources where id ~* ${pattern}
    union all select 'location ' || path from locations where path ~* ${pattern}
    union all select 'blackout ' || id from blackouts where id ~* ${pattern}
    union all select 'template ' || id from templates where id ~* ${pattern}
    order by 1 limit 10
  `.execute(db);
  return rows.map(({ what }) => what);
}

/** Windows whose events name one of the addresses: their histories in Temporal do, too. At most a hundred. */
export async function windowsNaming(db: Database, pattern: string): Promise<readonly string[]> {
  const { rows } = await sql<{ reference: string }>`
    select distinct window_reference as reference from timeline
    where event::text ~* ${pattern} or by ~* ${pattern}
    order by 1 limit 100
  `.execute(db);
  return rows.map(({ reference }) => reference);
}
