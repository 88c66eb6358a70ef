import { sql, type Kysely } from 'kysely';

/** Edits by hand in other services are recorded, so that they can be shown when they are not repaired (C3). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- sentences, as of the last check; never the texts themselves
    alter table channel_states add column drift jsonb not null default '[]'
  `.execute(db);
}
