import { sql, type Kysely } from 'kysely';

/** Windows are found by the changes behind them in other systems (P9). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index windows_references on windows using gin ((view->'spec'->'references') jsonb_path_ops)`.execute(
    db,
  );
}
