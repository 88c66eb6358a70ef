import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addressForm } from '../../domain/delivery/address-form';
import { mailboxOf, mailDomainOf } from '../../domain/delivery/mailbox';
import { DAY, MINUTE } from '../../domain/shared/time';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Database } from '../database/database';
import { withOwn } from '../inventory/own-columns';
import { countAsk, forgetOldCounts, uncountAsk } from './subscribe-counts';

/** Subscribers of the public page (C2). Instants are UTC ms. */

const TOKEN_BYTES = 32;
/** How long a confirmation link is valid. */
export const CONFIRMATION_MS = DAY;
/**
 * The pause between two confirmation mails to one address, and the maximum in a day: nobody can use the form to send somebody
 * unwanted mail.
 */
const PAUSE_MS = 5 * MINUTE;
const ASKS_A_DAY = 5;

/** Paths of regions and datacenters, sorted; null means everything. */
export type Followed = readonly string[] | null;

export interface Subscription {
  readonly id: string;
  readonly address: string;
  readonly components: Followed;
  /** In which mails are written to it. */
  readonly language: CustomerLanguage;
}

/** Who asks for what, on which brand's page (P7): the default one's when left out. */
export type AskedSubscription = Omit<Subscription, 'id'> & { readonly brand?: string };

/**
 * Stores a request to subscribe that address and returns the token for its confirmation mail. Undefined when no mail may be
 * sent: one was requested a moment ago, there were too many to this address, its mailbox or its domain (see ASK_LIMITS), or the
 * address is suppressed. A confirmed subscription stays unchanged until the new request is confirmed. `address` must have passed
 * addressFault.
 */
export async function askToSubscribe(
  db: Database,
  { address, ...asked }: AskedSubscription,
  now: number,
): Promise<string | undefined> {
  await forgetOldCounts(db, now);
  const trx = await db.startTransaction().execute();
  try {
    const token = await noteAsking(trx, { ...asked, address: addressForm(address) }, now);
    const isTooMuch =
      token === undefined ||
      (await countAsk(trx, 'domain', mailDomainOf(address), now)) !== undefined ||
      (await countAsk(trx, 'mailbox', mailboxOf(address), now)) !== undefined;
    await (isTooMuch ? trx.rollback() : trx.commit()).execute();
    return isTooMuch ? undefined : token;
  } catch (error) {
    await trx
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
}

async function noteAsking(
  db: Database,
  { address, components, language, brand = '' }: AskedSubscription,
  now: number,
): Promise<string | undefined> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const at = new Date(now);
  const aDayAgo = new Date(now - DAY);
  const { rows } = await sql`
    insert into page_subscribers as s
      (id, address, address_key, brand, asked_components, asked_language, is_asked, token_hash, token_expires_at, asks, asks_since, asked_at)
    select ${randomUUID()}::uuid, ${address}, ${brand === '' ? '' : `${brand} `}::text || lower(${address}), ${brand}, ${components && [...components]}::text[], ${language}, true, ${hashOf(token)},
      ${new Date(now + CONFIRMATION_MS)}, 1, ${at}, ${at}
    where not exists (select from suppressions where address = lower(${address}))
    on conflict (address_key) do update
      set address = case when s.confirmed_at is null then excluded.address else s.address end,
        asked_components = excluded.asked_components, asked_language = excluded.asked_language, is_asked = true, token_hash = excluded.token_hash,
        token_expires_at = excluded.token_expires_at, asked_at = excluded.asked_at,
        asks = case when s.asks_since > ${aDayAgo} then s.asks + 1 else 1 end,
        asks_since = case when s.asks_since > ${aDayAgo} then s.asks_since else excluded.asks_since end
      where s.asked_at <= ${new Date(now - PAUSE_MS)} and (s.asks < ${ASKS_A_DAY} or s.asks_since <= ${aDayAgo})
    returning 1
  `.execute(db);
  return rows.length > 0 ? token : undefined;
}

/** The mail could not be sent, so the next request need not wait. */
export async function forgetAsking(db: Database, token: string): Promise<void> {
  const { rows } = await sql<{ address: string }>`
    update page_subscribers set asked_at = '-infinity', asks = greatest(asks - 1, 0) where token_hash = ${hashOf(token)}
    returning address
  `.execute(db);
  for (const { address } of rows) {
    await uncountAsk(db, 'domain', mailDomainOf(address));
    await uncountAsk(db, 'mailbox', mailboxOf(address));
  }
}

/** The request behind a confirmation token; undefined for an invalid or expired token. */
export async function readAsked(db: Database, token: string, now: number): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    select id, address, case when is_asked then asked_components else components end as components,
      case when is_asked then asked_language else language end as language
    from page_subscribers
    where token_hash = ${hashOf(token)} and token_expires_at > ${new Date(now)}
  `.execute(db);
  return rows[0];
}

/**
 * Confirms the request behind a token; a second time changes nothing, even when the choice was changed since. Undefined like
 * readAsked.
 */
export async function confirmAsked(db: Database, token: string, now: number): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    update page_subscribers
    set components = case when is_asked then asked_components else components end,
      language = case when is_asked then asked_language else language end, is_asked = false,
      confirmed_at = coalesce(confirmed_at, ${new Date(now)})
    where token_hash = ${hashOf(token)} and token_expires_at > ${new Date(now)}
    returning id, address, components, language
  `.execute(db);
  return rows[0];
}

/** A confirmed subscription; undefined when there is none. `id` is the one in the mail's link. */
export async function readSubscription(db: Database, id: string): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`
    select id, address, components, language from page_subscribers where id::text = ${id} and confirmed_at is not null
  `.execute(db);
  return rows[0];
}

/** Changes what a subscription hears of, and in which language; false when there is none. */
export async function changeSubscription(
  db: Database,
  id: string,
  { components, language }: Pick<Subscription, 'components' | 'language'>,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update page_subscribers set components = ${components && [...components]}::text[], language = ${language}, is_asked = false
    where id::text = ${id} and confirmed_at is not null
  `.execute(db);
  return numAffectedRows > 0n;
}

/**
 * Ends a subscription at once: the address is deleted here, and queued deliveries to it are not sent. The ledger keeps its
 * record of what was sent. Doing so twice changes nothing.
 */
export async function endSubscription(db: Database, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`delete from page_subscribers where id::text = ${id}`.execute(trx);
    await sql`
      update deliveries
      set state = 'superseded', next_attempt_at = null, updated_at = now(), reply = 'unsubscribed before it was sent'
      where recipient = ${`subscriber:${id}`} and state in ('pending', 'deferred')
    `.execute(trx);
  });
}

/** Opts the contact out of optional mails; false when there is no such contact. Doing so twice changes nothing. */
export async function declineOptional(db: Database, contactId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('contacts')
    .set({ wants_optional: false, own_columns: withOwn('wants_optional') })
    .where('id', '=', contactId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
