import { sql, type Kysely } from 'kysely';

/** Preventive measures of published reports, what happened to each, and the mails to whoever answers for them (E5). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table measures (
      id bigint generated always as identity primary key,
      window_reference text not null references windows(reference) on delete cascade,
      -- the version of the report that named it last
      version integer not null,
      text text not null,
      -- a person of the staff by address, name or id; or a team
      owner text not null,
      due_on date not null,
      -- the date in that version: a later version that repeats it does not undo a new date
      reported_due_on date not null,
      is_public boolean not null,
      state text not null default 'open' check (state in ('open', 'done', 'given-up')),
      -- how many of the mails about this date are behind
      told integer not null default 0,
      created_at timestamptz not null,
      -- when its workflow looked last
      looked_at timestamptz,
      ended_at timestamptz,
      ended_by text,
      -- why it was given up, or what came of it
      note text
    );
    -- the same words are the same measure
    create unique index measures_texts on measures (window_reference, md5(text));
    create index measures_dates on measures (due_on, id);
    create index measures_open on measures (window_reference) where state = 'open';

    create table measure_events (
      id bigint generated always as identity primary key,
      measure_id bigint not null references measures(id) on delete cascade,
      at timestamptz not null,
      by text not null,
      on_behalf_of text,
      credential text,
      request text,
      issued_by text,
      door text not null,
      type text not null check (type in ('agreed', 'restated', 'told', 'postponed', 'done', 'given-up')),
      words text not null
    );
    create index measure_events_of on measure_events (measure_id, id);

    create table measure_mails (
      id bigint generated always as identity primary key,
      measure_id bigint not null references measures(id) on delete cascade,
      telling text not null check (telling in ('ahead', 'due', 'late')),
      due_for date not null,
      -- which of the mails about this date
      number integer not null,
      is_last boolean not null,
      -- "staff:<id>", "owner" or "contact-point": addresses are looked up when it is sent
      recipient text not null,
      -- null: sent, given up, or not needed any more
      send_at timestamptz,
      tries integer not null default 0,
      sent_at timestamptz,
      unique (measure_id, due_for, number, recipient)
    );
    create index measure_mails_due on measure_mails (send_at) where send_at is not null;
  `.execute(db);
}
