import { sql, type Kysely } from 'kysely';

/**
 * What the mails of a notice said (T1), each text once, and with each delivery which ones its mail had. Deliveries of before have none:
 * their proof says so. No foreign key: a fan-out writes these numbers a hundred thousand times, and rows go with their notice alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notice_texts (
      id bigint generated always as identity primary key,
      notice_id bigint not null references notices(id) on delete cascade,
      hash bytea not null,
      said jsonb not null,
      unique (notice_id, hash)
    );
    alter table deliveries add column subject_text bigint, add column body_text bigint;
  `.execute(db);
}
