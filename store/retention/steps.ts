import { sql, type RawBuilder } from 'kysely';
import { ERASED, ERASED_PREFIX, ERASED_UNKEYED } from '../../domain/delivery/erased';
import type { RetentionKind } from '../../domain/retention/retention';
import type { Database } from '../database/database';
import type { Tables } from '../database/tables';
import { rowsOf } from '../database/rows';
import type { AddressHashes } from '../erasure/address-hash';

/** What a step works with. */
export interface StepParts {
  readonly db: Database;
  /** Undefined without FOREWARN_SECRETS_KEY. */
  readonly hashes: AddressHashes | undefined;
}

/** What of one table is forgotten, a few rows at a time. */
export interface Step {
  readonly table: keyof Tables;
  /** It needs FOREWARN_SECRETS_KEY; without it nothing is due. */
  readonly isKeyed?: true;
  /** A query of the keys, in a column `id`, of rows that are kept no longer than until `before`. */
  readonly due: (before: Date) => RawBuilder<unknown>;
  /** Forgets those of `batch`, a query like `due`; answers how many. One statement that changes anything. */
  readonly forget: (parts: StepParts, batch: RawBuilder<unknown>) => Promise<number>;
  /** When nothing is due any more. */
  readonly after?: (parts: StepParts, before: Date) => Promise<unknown>;
}

const IS_ERASED = `${ERASED_PREFIX}%`;
/** Whatever has the form of an address, in words. */
const ADDRESSES = '[^\\s<>"(),;:]+@[^\\s<>"(),;:]*[[:alnum:]]';

/** What is done of each kind. Every step may be repeated, and does then what is left. */
export const STEPS: Readonly<Record<RetentionKind, readonly Step[]>> = {
  deliveries: [
    {
      table: 'deliveries',
      due: (before) => sql`
        select d.id from ${noticesOver(before)} join deliveries d on d.notice_id = n.id
        where d.address not like ${IS_ERASED}`,
      forget: forgetDeliveries,
      after: ({ db }, before) =>
        sql`
          update notices set forgotten_at = now()
          where id in (
            select n.id from ${noticesOver(before)}
            where not exists (select from deliveries d where d.notice_id = n.id and d.address not like ${IS_ERASED})
          )
        `.execute(db),
    },
  ],
  tasks: [
    {
      table: 'staff_tasks',
      due: (before) => sql`
        select id from staff_tasks where done_at < ${before} and (note <> ${ERASED} or reason ~ ${ADDRESSES})`,
      forget: ({ db }, batch) =>
        rowsOf(
          sql`
            update staff_tasks
            set note = case when note is null then null else ${ERASED} end,
              reason = regexp_replace(reason, ${ADDRESSES}, ${ERASED}, 'g')
            where id in (${batch})
          `.execute(db),
        ),
    },
  ],
  suppressions: [
    {
      table: 'suppressions',
      isKeyed: true,
      due: (before) => sql`
        select address as id from suppressions s
        where since < ${before} and address not like ${IS_ERASED} and not ${isInInventory(sql`s.address`)}`,
      forget: forgetSuppressions,
    },
    {
      table: 'suppression_lifts',
      isKeyed: true,
      due: (before) => sql`
        select id from suppression_lifts l
        where lifted_at < ${before} and address not like ${IS_ERASED} and not ${isInInventory(sql`l.address`)}`,
      forget: forgetLifts,
    },
  ],
  messages: [
    deleting('window_messages', (before) => sql`received_at < ${before}`),
    {
      table: 'staff_tasks',
      due: (before) => sql`
        select id from staff_tasks where kind = 'answer-message' and created_at < ${before} and reason <> ${GONE}`,
      forget: ({ db }, batch) =>
        rowsOf(sql`update staff_tasks set reason = ${GONE} where id in (${batch})`.execute(db)),
    },
  ],
  'returned-mail': [deleting('returned_mails', (before) => sql`received_at < ${before}`)],
  webhooks: [deleting('webhook_deliveries', (before) => sql`state <> 'pending' and created_at < ${before}`)],
  subscribers: [
    deleting(
      'page_subscribers',
      (before) => sql`confirmed_at is null and greatest(token_expires_at, asked_at) < ${before}`,
    ),
  ],
  'idempotency-keys': [
    {
      table: 'idempotency_keys',
      // its key is of two columns; the place of a row that nobody changes any more is good for one statement
      due: (before) => sql`select ctid as id from idempotency_keys where created_at < ${before}`,
      forget: ({ db }, batch) => rowsOf(sql`delete from idempotency_keys where ctid in (${batch})`.execute(db)),
    },
  ],
  credentials: [
    deleting('api_tokens', (before) => sql`least(revoked_at, expires_at) < ${before}`),
    deleting('calendar_feeds', (before) => sql`revoked_at < ${before}`),
  ],
};

const GONE = 'the message is not kept any longer';

function deleting(table: keyof Tables, isOver: (before: Date) => RawBuilder<unknown>): Step {
  return {
    table,
    due: (before) => sql`select id from ${sql.table(table)} where ${isOver(before)}`,
    forget: ({ db }, batch) => rowsOf(sql`delete from ${sql.table(table)} where id in (${batch})`.execute(db)),
  };
}

/** Notices `n` of windows that were over before, and whose recipients are still named. */
function noticesOver(before: Date): RawBuilder<unknown> {
  return sql`windows w join notices n on n.window_reference = w.reference and n.forgotten_at is null
    and w.phase in ('closed', 'cancelled') and coalesce(w.ended_at, w.cancelled_at, w.ends_at) < ${before}`;
}

function isInInventory(address: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from contacts where lower(email) = ${address})
    or exists (select from organizations where lower(maintenance_email) = ${address})
    or exists (select from staff where lower(email) = ${address})
    or exists (select from page_subscribers where lower(address) = ${address})
  )`;
}

async function forgetDeliveries({ db, hashes }: StepParts, batch: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: number; address: string }>`
    select id, address from deliveries where id in (${batch})
  `.execute(db);
  if (rows.length === 0) return 0;
  const erased = rows.map(({ address }) => hashes?.of(address) ?? ERASED_UNKEYED);
  await sql`
    update deliveries d
    set address = e.erased, name = ${ERASED}, reply = regexp_replace(d.reply, ${ADDRESSES}, ${ERASED}, 'g')
    from unnest(${rows.map(({ id }) => id)}::bigint[], ${erased}::text[]) as e(id, erased)
    where d.id = e.id
  `.execute(db);
  return rows.length;
}

async function forgetSuppressions({ db, hashes }: StepParts, batch: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: string }>`${batch}`.execute(db);
  const erased = rows.map(({ id }) => hashes?.of(id) ?? '');
  return rowsOf(
    sql`
      with gone as (
        delete from suppressions s using unnest(${rows.map(({ id }) => id)}::text[], ${erased}::text[]) as e(address, erased)
        where s.address = e.address
        returning e.erased, regexp_replace(s.reason, ${ADDRESSES}, ${ERASED}, 'g') as reason, s.since, s.window_reference
      ),
      kept as (
        insert into suppressions (address, reason, since, window_reference)
        select distinct on (erased) erased, reason, since, window_reference from gone
        on conflict (address) do nothing
      )
      select 1 from gone
    `.execute(db),
  );
}

async function forgetLifts({ db, hashes }: StepParts, batch: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ id: number; address: string }>`
    select id, address from suppression_lifts where id in (${batch})
  `.execute(db);
  const erased = rows.map(({ address }) => hashes?.of(address) ?? '');
  return rowsOf(
    sql`
      update suppression_lifts l
      set address = e.erased, suppressed_because = regexp_replace(suppressed_because, ${ADDRESSES}, ${ERASED}, 'g'),
        reason = regexp_replace(reason, ${ADDRESSES}, ${ERASED}, 'g')
      from unnest(${rows.map(({ id }) => id)}::bigint[], ${erased}::text[]) as e(id, erased)
      where l.id = e.id
    `.execute(db),
  );
}
