import { sql, type Kysely } from 'kysely';

/** Affected organizations that a notice was meant for but for which nobody could be told (N13), as they were at that moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notice_untold (
      notice_id bigint not null references notices(id) on delete cascade,
      organization_id text not null,
      organization jsonb not null,
      resources jsonb not null,
      -- no-contact, suppressed, opted-out
      reason text not null,
      primary key (notice_id, organization_id)
    );
  `.execute(db);
}
