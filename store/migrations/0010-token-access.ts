import { sql, type Kysely } from 'kysely';

/** What a customer's token may do about its maintenance (T3). Those that are there keep what they could do; null: only read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table api_tokens add column access text check (access in ('read', 'self-service'));
    update api_tokens set access = 'self-service' where role = 'customer';
  `.execute(db);
}
