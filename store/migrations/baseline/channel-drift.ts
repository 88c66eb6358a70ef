import { sql, type Kysely } from 'kysely';

/** What somebody had changed by hand outside is on record, so that it can be read where it is left (C3). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- sentences, as of the last look; never the texts themselves
    alter table channel_states add column drift jsonb not null default '[]'
  `.execute(db);
}
