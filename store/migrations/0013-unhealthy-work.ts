import { sql, type Kysely } from 'kysely';

/** What a look at a resource before the work found wrong with it, for people (S2); null: nothing, or nobody has looked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table work add column unhealthy text`.execute(db);
}
