import { sql, type Kysely } from 'kysely';

/** Changes of the audience when a notice was prepared; suppressed addresses; tasks for staff. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table notices
      add column newcomers integer not null default 0,
      add column leavers integer not null default 0;

    -- addresses nothing is sent to; the reason is the server's reply
    create table suppressions (
      -- in lower case
      address text primary key,
      reason text not null,
      since timestamptz not null default now()
    );

    create table staff_tasks (
      id bigint generated always as identity primary key,
      window_reference text not null references windows(reference) on delete cascade,
      -- reach-otherwise: mail does not reach this recipient
      kind text not null,
      organization_id text not null,
      -- whom it is about: "contact:<id>" or "organization:<id>"
      subject text not null,
      reason text not null,
      created_at timestamptz not null default now(),
      done_at timestamptz,
      done_by text,
      note text,
      unique (window_reference, kind, organization_id, subject)
    );
    create index staff_tasks_open on staff_tasks (id) where done_at is null;
  `.execute(db);
}
