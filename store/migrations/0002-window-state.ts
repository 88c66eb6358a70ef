import { sql, type Kysely } from 'kysely';

/**
 * The state of a window beside its read model, so that a step is applied to it without the whole timeline being read. Null
 * for a window that has taken no step since; its state is then evolved from the timeline once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table windows add column state jsonb`.execute(db);
}
