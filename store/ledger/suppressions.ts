import { sql } from 'kysely';
import { addressForm, addressKey, hostForm } from '../../domain/delivery/address-form';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';

/** A suppressed address, since when (UTC ms), and the server's reply that caused it. */
export interface Suppression {
  readonly address: string;
  readonly reason: string;
  readonly since: number;
}

export interface SuppressionFilters {
  /** Part of the address or of the server's reply, in any case. */
  readonly q?: string | undefined;
}

/** By address. */
export async function listSuppressions(
  db: Database,
  request: PageRequest,
  { q }: SuppressionFilters = {},
): Promise<Page<Suppression>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('suppressions')
    .selectAll()
    .orderBy('address')
    .limit(limit + 1);
  if (q !== undefined) {
    // addresses are kept in their written form: bücher.example as xn--bcher-kva.example
    const parts = [...new Set([q.toLowerCase(), addressForm(q).toLowerCase()])];
    const fits = parts.map((part) => sql<boolean>`position(${part}::text in lower(address || ' ' || reason)) > 0`);
    query = query.where((eb) => eb.or(fits));
  }
  if (request.cursor !== undefined) query = query.where('address', '>', decodeCursor(request.cursor, textKey)[0]);
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.address],
    (row) => ({ address: row.address, reason: row.reason, since: row.since.getTime() }),
  );
}

/** Which addresses to lift together: those that match all given conditions. */
export interface LiftSelection {
  /** The host after the `@`. */
  readonly domain?: string | undefined;
  /** Part of the server's reply, ignoring case. */
  readonly reply?: string | undefined;
  /** The window whose mails were refused. */
  readonly window?: string | undefined;
}

/** Who lifts a suppression, and why (T2). */
export interface Lift {
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/** An address that was lifted. */
export interface LiftOnRecord {
  readonly id: number;
  readonly address: string;
}

/** Lifts the suppression of every matching address in one step, each on record. Returns the rows of the record, by address. */
export async function liftSuppressions(
  db: Database,
  { domain, reply, window }: LiftSelection,
  { by, reason, at }: Lift,
): Promise<LiftOnRecord[]> {
  const fits = [
    ...(domain === undefined ? [] : [sql`split_part(address, '@', 2) = ${hostForm(domain)}`]),
    ...(reply === undefined ? [] : [sql`position(lower(${reply}) in lower(reason)) > 0`]),
    ...(window === undefined ? [] : [sql`window_reference = ${window}`]),
  ];
  if (fits.length === 0) throw new RangeError('say which addresses: by domain, by reply or by window');
  const { rows } = await sql<LiftOnRecord>`
    with lifted as (
      delete from suppressions where ${sql.join(fits, sql` and `)} returning address, reason, since
    )
    insert into suppression_lifts (address, suppressed_because, suppressed_since, lifted_at, lifted_by, reason)
    select address, reason, since, ${at}, ${by}, ${reason} from lifted order by address
    returning id, address
  `.execute(db);
  return rows.toSorted((one, next) => (one.address < next.address ? -1 : 1));
}

/** Lifts the suppression of an address, on record with who and why (T2); the id of the record, undefined when it is not suppressed. */
export async function liftSuppression(
  db: Database,
  address: string,
  { by, reason, at }: Lift,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    with lifted as (
      delete from suppressions where address = ${addressKey(address)} returning address, reason, since
    )
    insert into suppression_lifts (address, suppressed_because, suppressed_since, lifted_at, lifted_by, reason)
    select address, reason, since, ${at}, ${by}, ${reason} from lifted
    returning id
  `.execute(db);
  return rows[0]?.id;
}
