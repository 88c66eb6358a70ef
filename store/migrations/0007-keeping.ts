import { sql, type Kysely } from 'kysely';

/** What is kept how long, and what was erased for whom (T6). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- when the names and addresses of its deliveries were replaced; null while they are kept
    alter table notices add column forgotten_at timestamptz;

    -- one row a kind: when it was last seen to, and what was removed
    create table retention_runs (
      kind text primary key,
      ran_at timestamptz not null,
      removed integer not null,
      removed_in_all bigint not null
    );

    create table erasures (
      id bigint generated always as identity primary key,
      -- of the addresses erased, as they stand in the records now
      hashes text[] not null,
      by text not null,
      begun_at timestamptz not null,
      -- null: it did not come to its end; the same request again goes on
      finished_at timestamptz,
      -- rows changed or removed, by table
      counts jsonb not null default '{}'
    );
  `.execute(db);
}
