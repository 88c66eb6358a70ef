import { sql, type Kysely } from 'kysely';

/** The work list (S2, S3): one row for each window and resource, and one for each claim. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table work_plans (
      window_reference text primary key references windows(reference) on delete cascade,
      plan jsonb not null,
      -- what statements need of it
      self_service boolean not null,
      lock_in_minutes integer not null,
      timeout_seconds integer not null,
      -- 'paused', 'stopped', 'aborted': the window begins nothing; null: it does
      halted text
    );

    create table work (
      window_reference text not null references windows(reference) on delete cascade,
      resource_id text not null,
      -- as the inventory had them when the scope was last followed
      organization_id text not null,
      environment_id text not null,
      kind text not null,
      name text not null,
      redundancy_group text,
      -- the place of the environment in the order of the work
      place integer not null,
      -- windows with the same one do the same work
      work_key text,
      -- domain/work/states.ts
      state text not null,
      by text,
      who text,
      -- why it is skipped
      cause text,
      -- how often it was claimed
      attempt integer not null default 0,
      -- of the last claim
      job_key text,
      since timestamptz not null,
      primary key (window_reference, resource_id)
    );
    create index work_due on work (window_reference, place, resource_id collate "C") where state = 'due';
    create index work_taken on work (window_reference) where state in ('claimed', 'running', 'unknown');
    create index work_by_resource on work (resource_id);
    -- what a customer sees
    create index work_open_by_organization on work (organization_id, window_reference, resource_id)
      where state in ('due', 'claimed', 'running', 'unknown', 'failed');

    create table work_jobs (
      -- for life: an executor is asked once for each
      key text primary key,
      -- the window through which it was claimed
      window_reference text not null references windows(reference) on delete cascade,
      resource_id text not null,
      redundancy_group text,
      work_key text,
      by text not null,
      who text not null,
      -- claimed, running, done, failed, unknown; released: it was never begun, or a person decided otherwise
      state text not null,
      -- the resource may be out of service, so no other of its group is begun
      holds_group boolean not null,
      claimed_at timestamptz not null,
      -- when the start was put on record, which is before the executor is asked
      begun_at timestamptz,
      ended_at timestamptz,
      -- the executor's, without personal data
      evidence jsonb,
      reason text
    );
    -- whoever claims, and through whichever window: one at a time
    create unique index work_jobs_one_a_resource on work_jobs (resource_id) where state in ('claimed', 'running', 'unknown');
    create unique index work_jobs_one_a_group on work_jobs (redundancy_group) where holds_group and redundancy_group is not null;
    create index work_jobs_by_resource on work_jobs (resource_id);
    create index work_jobs_by_window on work_jobs (window_reference);
  `.execute(db);
}
