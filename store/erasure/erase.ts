import { sql, type RawBuilder } from 'kysely';
import { ERASED, ERASED_PREFIX } from '../../domain/delivery/erased';
import type { Database } from '../database/database';
import { rowsOf } from '../database/rows';
import { replaceInTexts } from './in-texts';

/** Rows that change in one statement. */
const BATCH = 500;

/** Rows changed or removed, by table. */
export type ErasedRows = Readonly<Record<string, number>>;

/** An address as addressKey() gives it, and what stands in its place from now on. */
export interface ErasedAddress {
  readonly address: string;
  readonly hash: string;
}

/**
 * Erases an address and the name of whoever had it (T6). Who it was goes out of the inventory and is sent nothing more; what
 * they were told, when, and what their server answered stays, under the hash. Each statement stands alone: it may end anywhere,
 * and done again it does what is left. Answers what was done.
 */
export async function eraseAddress(db: Database, erased: ErasedAddress): Promise<ErasedRows> {
  const counts: Record<string, number> = {};
  const add = (rows: ErasedRows) => {
    for (const [table, count] of Object.entries(rows)) if (count > 0) counts[table] = (counts[table] ?? 0) + count;
  };
  add({ staff_tasks: await eraseNames(db, erased) });
  add(await eraseFromInventory(db, erased));
  add({ deliveries: await eraseDeliveries(db, erased) });
  add({ suppressions: await hashSuppression(db, erased) });
  add(await eraseMails(db, erased));
  add(await replaceInTexts(db, erased.address, erased.hash));
  return counts;
}

/** Their contacts' names in tasks about them, before nobody knows them any more. */
async function eraseNames(db: Database, { address }: ErasedAddress): Promise<number> {
  return rowsOf(
    sql`
    update staff_tasks t
    set reason = replace(t.reason, p.name, ${ERASED}), note = replace(t.note, p.name, ${ERASED})
    from (
      select 'contact:' || id as subject, name from contacts where lower(email) = ${address}
      union
      select recipient, name from deliveries where lower(address) = ${address}
    ) p
    where t.subject = p.subject and p.name not in ('', ${ERASED})
      and (position(p.name in t.reason) > 0 or position(p.name in coalesce(t.note, '')) > 0)
  `.execute(db),
  );
}

async function eraseFromInventory(db: Database, { address }: ErasedAddress): Promise<ErasedRows> {
  return {
    contacts: await rowsOf(sql`delete from contacts where lower(email) = ${address}`.execute(db)),
    organizations: await rowsOf(
      sql`update organizations set maintenance_email = null where lower(maintenance_email) = ${address}`.execute(db),
    ),
    staff: await rowsOf(sql`delete from staff where lower(email) = ${address}`.execute(db)),
    page_subscribers: await rowsOf(sql`delete from page_subscribers where lower(address) = ${address}`.execute(db)),
    portal_links: await rowsOf(sql`delete from portal_links where address = ${address}`.execute(db)),
  };
}

/** What waits is not sent any more; what was sent stays, with the server's answer. */
async function eraseDeliveries(db: Database, { address, hash }: ErasedAddress): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from deliveries where lower(address) = ${address}`.execute(db);
  let total = 0;
  for (let from = 0; from < rows.length; from += BATCH) {
    const ids = rows.slice(from, from + BATCH).map(({ id }) => id);
    total += await rowsOf(
      sql`
      update deliveries
      set address = ${hash}, name = ${ERASED}, updated_at = case when ${isWaiting()} then now() else updated_at end,
        reply = case when ${isWaiting()} then 'the recipient was erased before it was sent' else reply end,
        next_attempt_at = case when ${isWaiting()} then null else next_attempt_at end,
        state = case when ${isWaiting()} then 'superseded' else state end
      where id = any (${ids}::bigint[])
    `.execute(db),
    );
  }
  return total;
}

function isWaiting(): RawBuilder<boolean> {
  return sql<boolean>`state in ('pending', 'deferred')`;
}

/** An address on the list stays on it, by its hash; see resuppress.ts. */
async function hashSuppression(db: Database, { address, hash }: ErasedAddress): Promise<number> {
  return rowsOf(
    sql`
    with gone as (
      delete from suppressions where address = ${address} returning reason, since, window_reference
    ),
    kept as (
      insert into suppressions (address, reason, since, window_reference)
      select ${hash}, reason, since, window_reference from gone
      on conflict (address) do nothing
    )
    select 1 from gone
  `.execute(db),
  );
}

/** What they wrote, and mail that names them. That they wrote stays on record. */
async function eraseMails(db: Database, { address, hash }: ErasedAddress): Promise<ErasedRows> {
  return {
    window_messages: await rowsOf(
      sql`
      update window_messages set sender = ${hash}, subject = ${ERASED}, body = ${ERASED}, reason = null, forward_at = null
      where lower(sender) = ${address}
    `.execute(db),
    ),
    returned_mails: await rowsOf(
      sql`
      delete from returned_mails where position(${address} in lower(encode(raw, 'escape'))) > 0
    `.execute(db),
    ),
  };
}

/** True of an address that was erased. */
export function isErased(address: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${address} like ${`${ERASED_PREFIX}%`}`;
}
