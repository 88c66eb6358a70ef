import { sql, type Kysely } from 'kysely';

/** Recurring windows (L10): series, the results of their nights, and tasks about a series. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table series_counters (
      year integer primary key,
      last integer not null
    );

    create table window_series (
      id text primary key,
      name text not null,
      -- the body that opens a window, without slots, as it was sent
      template jsonb not null,
      recurrence jsonb not null,
      lead_days integer not null check (lead_days > 0),
      state text not null check (state in ('active', 'paused', 'ended')),
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      -- every night that starts before this has a result, or was not to be opened because the series was paused or not created yet
      watched_from timestamptz not null
    );

    -- a night without a row is still to come
    create table series_nights (
      series_id text not null references window_series(id) on delete cascade,
      -- the local date of the planned start
      night text not null check (night ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      state text not null check (state in ('opening', 'opened', 'skipped', 'refused')),
      -- reserved before anything is started and never changed afterwards, so that a night has one window at most
      reference text unique,
      reason text,
      by text not null,
      updated_at timestamptz not null,
      primary key (series_id, night),
      check (reference is not null or state = 'skipped')
    );

    alter table staff_tasks
      alter column window_reference drop not null,
      alter column organization_id drop not null,
      add column series_id text references window_series(id) on delete cascade,
      add constraint staff_tasks_concern check ((window_reference is null) <> (series_id is null));
    create unique index staff_tasks_series on staff_tasks (series_id, kind, subject) where series_id is not null;
  `.execute(db);
}
