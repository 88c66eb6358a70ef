import { sql, type Kysely } from 'kysely';

/** When a window last had public news: feeds show the latest first (C2). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table windows add column news_at timestamptz;
    update windows set news_at = updated_at where announced_at is not null;
    create index windows_by_news on windows (news_at desc, reference desc) where visibility = 'public'
  `.execute(db);
}
