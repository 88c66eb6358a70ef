import { sql, type Kysely } from 'kysely';

/** Replies of people (N15): kept for a person to read, with the window they are about where that is known. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table window_messages (
      id bigint generated always as identity primary key,
      -- of the Message-ID, or of the mail when it has none, so that a mail handed in again is kept once
      digest text not null unique,
      -- null: it could not be assigned
      window_reference text references windows(reference) on delete cascade,
      placed_by text,
      -- the writer's organization; null when it is not known
      organization_id text,
      writer_known_by text,
      -- the address it says it comes from; empty when it names nobody, or several
      sender text not null,
      -- whether our mail server confirmed the sender (DMARC); null where none is asked
      verified boolean,
      subject text not null,
      body text not null,
      -- there was more than is kept
      cut boolean not null,
      -- what its calendar object says, and why that is no acknowledgement
      answer text,
      reason text,
      -- of the whole mail, in bytes
      size integer not null,
      received_at timestamptz not null,
      -- the window's last event when it came: its place on the timeline
      after_event integer not null,
      -- 'message': forwarded, with a task and a line; 'more': the one that says there are more; 'kept': only kept
      handling text not null,
      -- when it was forwarded to support; null until then
      forwarded_at timestamptz,
      -- the next attempt; null when there is none
      forward_at timestamptz,
      forward_tries integer not null default 0
    );
    create index window_messages_by_window on window_messages (window_reference, id);
    create index window_messages_by_age on window_messages (received_at);
    create index window_messages_to_forward on window_messages (forward_at) where forward_at is not null;

    -- whose contact wrote
    create index contacts_by_address on contacts (lower(email));
  `.execute(db);
}
