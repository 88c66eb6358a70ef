import { sql, type Kysely } from 'kysely';

/** How the audience had changed when a notice was prepared; addresses that bounced for good; what staff have to do by hand. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table notices
      add column newcomers integer not null default 0,
      add column leavers integer not null default 0;
  `.execute(db);
}
