import { sql, type Kysely } from 'kysely';

/** By which door a contact came into the portal (T9): a link in a mail, as everybody until now, or a provider of OpenID Connect. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portal_sessions add column door text not null default 'mail-link'`.execute(db);
}
