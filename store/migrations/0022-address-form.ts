import { sql, type Kysely } from 'kysely';
import { addressForm, addressKey } from '../../domain/delivery/address-form';

/** Where addresses stand, each with the form they are kept in. */
const COLUMNS = [
  { table: 'organizations', column: 'maintenance_email', form: addressForm },
  { table: 'contacts', column: 'email', form: addressForm },
  { table: 'staff', column: 'email', form: addressForm },
  { table: 'deliveries', column: 'address', form: addressForm },
  { table: 'page_subscribers', column: 'address', form: addressForm },
  { table: 'suppression_lifts', column: 'address', form: addressKey },
] as const;

/** What is unique: of two spellings of one address the first stays. */
const KEYS = [
  { table: 'suppressions', column: 'address' },
  { table: 'page_subscribers', column: 'address_key' },
] as const;

/** One form of an address everywhere: hosts as A-labels in small letters (RFC 5890). New rows come in it; this is for those before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const { table, column, form } of COLUMNS) {
    for (const address of await otherwise(db, table, column)) {
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${form(address)} where ${sql.ref(column)} = ${address}`.execute(
        db,
      );
    }
  }
  for (const { table, column } of KEYS) {
    for (const address of await otherwise(db, table, column)) {
      const key = addressKey(address);
      await sql`
        delete from ${sql.table(table)} where ${sql.ref(column)} = ${address} and ${address}::text <> ${key}::text
          and exists (select from ${sql.table(table)} where ${sql.ref(column)} = ${key})
      `.execute(db);
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${key} where ${sql.ref(column)} = ${address}`.execute(
        db,
      );
    }
  }
}

/** Addresses whose host is in another form. */
async function otherwise(db: Kysely<unknown>, table: string, column: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct ${sql.ref(column)} as address from ${sql.table(table)}
    where split_part(${sql.ref(column)}, '@', 2) ~ '[^a-z0-9.-]'
  `.execute(db);
  return rows.map(({ address }) => address);
}
