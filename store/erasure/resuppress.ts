import { sql } from 'kysely';
import { addressKey } from '../../domain/delivery/address-form';
import { ERASED_PREFIX } from '../../domain/delivery/erased';
import type { Database } from '../database/database';
import type { AddressHashes } from './address-hash';

/**
 * Addresses that come into the inventory, or ask to follow the page, and were on the suppression list when they were erased
 * (T6) are on it again: nothing is sent to them until somebody lifts it. Without `addresses` all of the inventory's are looked
 * at. Nothing to do, and nothing read of the inventory, while the list holds no hash.
 */
export async function resuppress(
  db: Database,
  hashes: AddressHashes | undefined,
  addresses?: readonly string[],
): Promise<void> {
  if (!hashes) return;
  const { rows: erased } = await sql<{ address: string }>`
    select address from suppressions where address like ${`${ERASED_PREFIX}%`}
  `.execute(db);
  if (erased.length === 0) return;
  const listed = new Set(erased.map(({ address }) => address));
  const candidates = addresses?.map(addressKey) ?? (await inventoryAddresses(db));
  const again = candidates.flatMap((address) => {
    const hash = hashes.all(address).find((each) => listed.has(each));
    return hash === undefined ? [] : [{ address, hash }];
  });
  if (again.length === 0) return;
  await sql`
    insert into suppressions (address, reason, since, window_reference)
    select a.address, s.reason, s.since, s.window_reference
    from unnest(${again.map(({ address }) => address)}::text[], ${again.map(({ hash }) => hash)}::text[]) as a(address, hash)
      join suppressions s on s.address = a.hash
    on conflict (address) do nothing
  `.execute(db);
}

async function inventoryAddresses(db: Database): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select lower(email) as address from contacts
    union select lower(maintenance_email) from organizations where maintenance_email is not null
    union select lower(email) from staff
  `.execute(db);
  return rows.map(({ address }) => address);
}
