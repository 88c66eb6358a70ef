import { sql, type Kysely } from 'kysely';

/**
 * What a change of the plan made of an organization's list (N5): `{"new": [ids], "gone": [resources]}`; null where the notice
 * is none of a change, or nothing was known before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table notice_organizations add column changed jsonb`.execute(db);
}
