import { sql, type Kysely } from 'kysely';

/** What a refusal was about (N13), mail that was returned after acceptance, and mail that could not be assigned. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table deliveries
      -- whom the latest refusal is about: recipient-gone, recipient-refused, about-us; null when there was none
      add column refused_about text,
      -- whether a listed code says that the address is gone, not only the text
      add column refused_listed boolean,
      -- the refusal without what is different for each recipient
      add column refused_shape text,
      -- when a report said that it came back after the server had accepted it
      add column returned_at timestamptz;
    create index deliveries_gone on deliveries (lower(address)) where refused_about = 'recipient-gone';
    create index deliveries_refused on deliveries (notice_id, refused_shape) where state = 'failed';

    -- the window whose mail was refused; null for what was listed before
    alter table suppressions add column window_reference text references windows(reference) on delete set null;

    -- when an answer says it was given (DTSTAMP), no later than it came in; null for those before
    alter table acknowledgements add column stamped_at timestamptz;

    -- returned mail that could not be assigned to a delivery: kept for a person to read
    create table returned_mails (
      id bigint generated always as identity primary key,
      -- of the whole mail, so that a mail handed in again is kept once
      digest text not null unique,
      -- its beginning
      raw bytea not null,
      size integer not null,
      -- why it could not be assigned, without an address
      reason text not null,
      received_at timestamptz not null
    );
    create index returned_mails_by_age on returned_mails (received_at);

    -- a task may concern neither a window nor a series
    alter table staff_tasks drop constraint staff_tasks_concern;
    alter table staff_tasks add constraint staff_tasks_concern check (window_reference is null or series_id is null);
    create unique index staff_tasks_alone on staff_tasks (kind, subject) where window_reference is null and series_id is null;
  `.execute(db);
}
