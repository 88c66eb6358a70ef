import { sql, type Kysely } from 'kysely';

/** Resources that their customers move from one window to another (S8), and how many were moved into each window. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create sequence move_numbers;
    create table moves (
      -- shared by what was moved together; a later move has a higher one
      number bigint not null,
      resource_id text not null,
      organization_id text not null,
      from_reference text not null references windows(reference) on delete cascade,
      to_reference text not null references windows(reference) on delete cascade,
      -- domain/work/move.ts
      state text not null check (state in ('asked', 'joined', 'done', 'refused', 'moved-on')),
      who text not null,
      asked_at timestamptz not null,
      changed_at timestamptz not null,
      primary key (number, resource_id)
    );
    -- one at a time
    create unique index moves_one_a_resource on moves (resource_id) where state in ('asked', 'joined');
    create index moves_under_way on moves (changed_at) where state in ('asked', 'joined');
    create index moves_by_window on moves (from_reference, organization_id);
    create index moves_into_window on moves (to_reference, resource_id);

    -- how many were moved here and have not moved on; never more than the window's capacity
    alter table windows add column moved_in integer not null default 0;
    create index windows_alternatives on windows using gin ((view->'spec'->'alternatives'));
  `.execute(db);
}
