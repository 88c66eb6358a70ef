import { sql, type Kysely } from 'kysely';

/** Calendar events: each organization's mode, each event's SEQUENCE, feeds, and answers to invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- data, publish, invite, none: see domain/channels/calendar.ts
    alter table organizations add column calendar_mode text not null default 'data';

    -- what the event says apart from the resources; null where there is none
    alter table notices add column calendar_key text;

    -- the organization's SEQUENCE: the number of the window's event that last changed what its calendar shows, so that it never
    -- goes down; and when that was
    alter table notice_organizations
      add column calendar_sequence integer not null default 0,
      add column calendar_revised_at timestamptz;
    update notice_organizations s set calendar_sequence = n.sequence, calendar_revised_at = n.begun_at
    from notices n where n.id = s.notice_id;

    create table calendar_feeds (
      id uuid primary key,
      organization_id text not null references organizations(id) on delete cascade,
      -- null: all environments of the organization
      environment_id text references environments(id) on delete cascade,
      name text not null,
      -- SHA-256 of the secret in the address; the secret itself is shown once and not stored
      secret_hash bytea not null unique,
      created_at timestamptz not null default now(),
      rotated_at timestamptz,
      revoked_at timestamptz
    );
    create index calendar_feeds_by_organization on calendar_feeds (organization_id, created_at);
    create index calendar_feeds_by_environment on calendar_feeds (environment_id);

    -- answers to invitations; the latest one of each person counts
    create table acknowledgements (
      id bigint generated always as identity primary key,
      window_reference text not null references windows(reference) on delete cascade,
      organization_id text not null,
      -- "contact:<id>" or "organization:<id>" for the central address
      recipient text not null,
      -- accepted, declined, tentative
      answer text not null,
      -- the version of the event that was answered
      sequence integer not null,
      at timestamptz not null,
      -- how it arrived: calendar-reply
      via text not null
    );
    create index acknowledgements_by_window on acknowledgements (window_reference, organization_id, id);
  `.execute(db);
}
