import { sql } from 'kysely';
import { addressKey } from '../../domain/delivery/address-form';
import type { Database } from '../database/database';
import { hashOf, isTokenForm, newSecret } from './token-secret';

/** Links by which contacts of customers sign in (T9), each good once. The database keeps the hash of what is in the mail. */

/** As many of those that have ended go with each new one. */
const SWEPT = 1_000;

/** A contact, as far as a mail to it needs. */
export interface LinkReader {
  readonly name: string;
  readonly address: string;
  /** A language tag: its own, or else its organization's. */
  readonly locale: string;
}

/**
 * The contact of the inventory that has this address, of organizations of that brand (all where it is undefined); of several the first
 * by id. Undefined for an address that is nobody's, or that bounced and is written to no more.
 */
export async function findLinkReader(
  db: Database,
  address: string,
  brand: string | undefined,
): Promise<LinkReader | undefined> {
  const key = addressKey(address);
  const { rows } = await sql<LinkReader>`
    select c.name, c.email as address, coalesce(c.locale, o.locale) as locale
    from contacts c join organizations o on o.id = c.organization_id
    where lower(c.email) = ${key} and (${brand === undefined}::boolean or coalesce(o.brand, '') = ${brand ?? ''}::text)
      and not exists (select from suppressions where address = ${key})
    order by c.id limit 1
  `.execute(db);
  return rows[0];
}

/** A link for that address; what was asked for before stays good until it ends. Answers its token, which nothing else knows. */
export async function makePortalLink(
  db: Database,
  link: { readonly address: string; readonly brand: string; readonly back: string; readonly endsAt: number },
  now: number,
): Promise<string> {
  const token = newSecret();
  await sql`
    delete from portal_links where token_hash in (
      select token_hash from portal_links where expires_at < ${new Date(now)} order by expires_at limit ${SWEPT}
      for update skip locked
    )
  `.execute(db);
  const { address, brand, back, endsAt } = link;
  await db
    .insertInto('portal_links')
    .values({ token_hash: hashOf(token), address: addressKey(address), brand, back, expires_at: new Date(endsAt) })
    .execute();
  return token;
}

/** Whether the link is good now; looking uses nothing up. */
export async function isGoodLink(db: Database, token: string, brand: string, now: number): Promise<boolean> {
  if (!isTokenForm(token)) return false;
  const found = await db
    .selectFrom('portal_links')
    .select('brand')
    .where('token_hash', '=', hashOf(token))
    .where('brand', '=', brand)
    .where('expires_at', '>', new Date(now))
    .executeTakeFirst();
  return found !== undefined;
}

/** Uses a link up: of two who try at once one gets it. Undefined for one that is used, too old, or none. */
export async function takePortalLink(
  db: Database,
  token: string,
  brand: string,
  now: number,
): Promise<{ readonly address: string; readonly back: string } | undefined> {
  if (!isTokenForm(token)) return undefined;
  const taken = await db
    .deleteFrom('portal_links')
    .where('token_hash', '=', hashOf(token))
    .where('brand', '=', brand)
    .where('expires_at', '>', new Date(now))
    .returning(['address', 'back'])
    .executeTakeFirst();
  // others that were asked for meanwhile lie in the same mailbox and are of no more use
  if (taken) await db.deleteFrom('portal_links').where('address', '=', taken.address).execute();
  return taken;
}
