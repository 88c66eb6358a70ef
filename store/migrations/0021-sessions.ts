import { sql, type Kysely } from 'kysely';

/** Who is signed in (T9). A session is known by the hash of its secret; `id` is what lists and the record name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table sessions (
      id uuid primary key,
      secret_hash bytea not null unique,
      -- who goes on record (T5), and how the page calls them
      person text not null,
      name text not null,
      staff_id text,
      -- what they may do (T3), and with which of it they act now
      grants jsonb not null,
      chosen integer not null default 0,
      door text not null,
      browser text,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      -- the end in any case
      ends_at timestamptz not null
    );
    create index sessions_by_person on sessions (person, created_at);
    create index sessions_by_end on sessions (ends_at);

    create function end_sessions_of_staff() returns trigger language plpgsql as $$
    begin
      delete from sessions where staff_id = old.id;
      return old;
    end
    $$;
    create trigger staff_leaves_sessions before delete on staff for each row execute function end_sessions_of_staff();
  `.execute(db);
}
