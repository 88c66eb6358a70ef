import { sql, type Kysely } from 'kysely';

/** In which language subscribers of the page are written to (C2). Those that are there go on in English. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table page_subscribers
      add column language text not null default 'en', add column asked_language text not null default 'en'
  `.execute(db);
}
