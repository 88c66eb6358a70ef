import { sql, type Kysely } from 'kysely';

/** What windows must not conflict with: each other's nights, blackouts, and the promised frequency of maintenance (L9). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table organizations
      -- promised to the customer: at most one window in so many days; null: nothing was promised
      add column maintenance_every_days integer;

    -- nights that are planned or under way; a finished window has none
    create table window_slots (
      -- no foreign key to windows: a night is reserved while its window is being opened
      window_reference text not null,
      -- 0: the planned night, 1: the alternate one
      place integer not null,
      during tstzrange not null,
      scope jsonb not null,
      impact text not null,
      -- when the reservation of a window being opened expires; null once the window is on record
      held_until timestamptz,
      primary key (window_reference, place)
    );
    create index window_slots_during on window_slots using gist (during);

    create table blackouts (
      id text primary key,
      -- null: for everybody
      organization_id text references organizations(id) on delete cascade,
      during tstzrange not null,
      reason text not null,
      created_by text not null,
      created_at timestamptz not null default now()
    );
    create index blackouts_during on blackouts using gist (during);

    -- the conflicts of a plan; the revision is the window's at that moment
    create table window_conflicts (
      id bigint generated always as identity primary key,
      window_reference text not null,
      revision integer not null,
      kind text not null,
      text text not null,
      is_blocking boolean not null,
      found_at timestamptz not null
    );
    create index window_conflicts_by_window on window_conflicts (window_reference, revision);
  `.execute(db);
}
