import { sql, type Kysely } from 'kysely';

/**
 * Stores the state of a window beside its read model, so that a step can be applied without reading the whole timeline. Null
 * for a window that has taken no step since; its next step computes the state from the timeline.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table windows add column state jsonb`.execute(db);
}
