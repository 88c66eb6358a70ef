import { sql, type Kysely } from 'kysely';

/** Whoever answers for a customer gets a mail about what its people write (N15), as about their objections (S9). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table task_mails drop constraint task_mails_kind_check;
    -- message: to staff, once
    alter table task_mails add constraint task_mails_kind_check check (kind in ('reminder', 'refusal', 'message'));
  `.execute(db);
}
