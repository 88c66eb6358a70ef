import { sql, type Kysely } from 'kysely';

/** Answers are part of the timeline, once each; refused ones are recorded too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table acknowledgements
      -- a key of the mail: the same when that mail is handed in again
      add column reply text,
      -- the window's last event when it arrived: its place on the timeline, independent of clocks
      add column after_event integer not null default 0;
    update acknowledgements a set reply = a.id::text,
      after_event = coalesce((select max(t.sequence) from timeline t where t.window_reference = a.window_reference and t.at <= a.at), 0);
    alter table acknowledgements alter column reply set not null;
    drop index acknowledgements_by_window;
    create unique index acknowledgements_once on acknowledgements (window_reference, reply);
    create index acknowledgements_in_order on acknowledgements (window_reference, after_event, id);

    -- answers that changed nothing: one row for each reason, so that a flood of them stays small
    create table refused_replies (
      id bigint generated always as identity primary key,
      window_reference text not null references windows(reference) on delete cascade,
      -- for people, without an address
      reason text not null,
      times integer not null default 1,
      at timestamptz not null,
      latest_at timestamptz not null,
      after_event integer not null,
      unique (window_reference, reason)
    );
  `.execute(db);
}
