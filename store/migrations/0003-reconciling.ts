import { sql, type Kysely } from 'kysely';

/** Differences found between a window's workflow and its record, and when they were last compared event by event (T7). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table window_differences (
      reference text primary key,
      kind text not null,
      detail text not null,
      first_seen_at timestamptz not null,
      last_seen_at timestamptz not null,
      -- how many comparisons in a row have found it
      seen integer not null
    );

    create table window_checks (
      reference text primary key,
      sequence integer not null,
      history_length integer not null
    );

    -- when all windows were last compared: one row
    create table reconciling_passes (
      id integer primary key default 1 check (id = 1),
      finished_at timestamptz not null,
      compared integer not null
    );
  `.execute(db);
}
