import { sql, type Kysely } from 'kysely';

/** How often somebody asked to follow the page by mail, so that all API processes count together (T8). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table subscribe_counts (
      -- client, page, domain, mailbox
      kind text not null,
      -- SHA-256 of what is counted: no address of a person or a network stands here
      key_hash bytea not null,
      asks integer not null,
      since timestamptz not null,
      primary key (kind, key_hash)
    );
    create index subscribe_counts_by_age on subscribe_counts (since);
  `.execute(db);
}
