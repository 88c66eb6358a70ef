import { sql, type Kysely } from 'kysely';

/** What hosts that ask by themselves are answered from (S7), and the order in which claims ended, whatever is known of them later. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- the run of the work and what its runner has heard of; null: its executor does not need it, or it has not looked yet
    alter table work_plans add column run jsonb;
    -- ended_at moves when what was unknown ends otherwise
    alter table work_jobs add column first_end_at timestamptz;
    update work_jobs set first_end_at = ended_at;
  `.execute(db);
}
