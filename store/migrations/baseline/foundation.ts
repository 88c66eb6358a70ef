import { sql, type Kysely } from 'kysely';

/** Inventory, the windows' read model and timeline, the delivery ledger, RFO versions, tokens and idempotency keys. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table locations (
      path text primary key,
      parent text references locations(path),
      name text not null
    );
    create index locations_by_prefix on locations (path text_pattern_ops);

    create table organizations (
      id text primary key,
      name text not null,
      time_zone text not null,
      maintenance_email text,
      locale text not null default 'en'
    );

    create table environments (
      id text primary key,
      organization_id text not null references organizations(id) on delete cascade,
      name text not null
    );
    create index environments_by_organization on environments (organization_id);

    create table contacts (
      id text primary key,
      organization_id text not null references organizations(id) on delete cascade,
      name text not null,
      email text not null,
      roles text[] not null default '{}',
      -- the environments whose work concerns this contact; null for all of the organization's
      environments text[]
    );
    create index contacts_by_organization on contacts (organization_id);

    create table resources (
      id text primary key,
      organization_id text not null references organizations(id) on delete cascade,
      environment_id text not null references environments(id) on delete cascade,
      location text not null references locations(path),
      kind text not null,
      name text not null,
      labels jsonb not null default '{}'
    );
    create index resources_by_location on resources (location text_pattern_ops);
    create index resources_by_organization on resources (organization_id);
    create index resources_by_kind on resources (kind);
    create index resources_by_labels on resources using gin (labels jsonb_path_ops);

    create table reference_counters (
      year integer primary key,
      last integer not null
    );

    -- the read model: one row a window, written with the timeline, guarded by the sequence number
    create table windows (
      reference text primary key,
      sequence integer not null,
      revision integer not null,
      phase text not null,
      class text not null,
      visibility text not null,
      title text not null,
      starts_at timestamptz not null,
      ends_at timestamptz not null,
      opened_at timestamptz not null,
      announced_at timestamptz,
      started_at timestamptz,
      ended_at timestamptz,
      cancelled_at timestamptz,
      updated_at timestamptz not null,
      next_at timestamptz,
      needs_attention boolean not null default false,
      view jsonb not null
    );
    create index windows_by_start on windows (starts_at desc, reference desc);
    create index windows_by_phase on windows (phase, starts_at);

    -- the locations of the window's resources, resolved from the scope; the components of the status page depend on it
    create table window_locations (
      window_reference text not null references windows(reference) on delete cascade,
      location text not null,
      primary key (window_reference, location)
    );
    create index window_locations_by_location on window_locations (location text_pattern_ops);

    create table timeline (
      window_reference text not null references windows(reference) on delete cascade,
      sequence integer not null,
      at timestamptz not null,
      by text not null,
      door text not null,
      type text not null,
      event jsonb not null,
      primary key (window_reference, sequence)
    );

    create table notices (
      id bigint generated always as identity primary key,
      window_reference text not null references windows(reference) on delete cascade,
      slug text not null,
      kind text not null,
      revision integer not null,
      -- the event that began it: notices of a window leave in this order
      sequence integer not null,
      begun_at timestamptz not null,
      -- by the database's clock; the window's own clock, of begun_at, may run ahead of it
      recorded_at timestamptz not null default now(),
      -- under-way: begun or delivering; waiting: only retries are left; settled, superseded: closed
      state text not null default 'under-way',
      -- the window when the notice was begun, so that a retried delivery renders the same text
      facts jsonb not null,
      prepared_at timestamptz,
      settled_at timestamptz,
      unique (window_reference, slug, revision)
    );

    -- each organization's affected resources as that notice tells them
    create table notice_organizations (
      notice_id bigint not null references notices(id) on delete cascade,
      organization_id text not null,
      organization jsonb not null,
      resources jsonb not null,
      primary key (notice_id, organization_id)
    );
    create index notice_organizations_by_organization on notice_organizations (organization_id);

    create table deliveries (
      id bigint generated always as identity primary key,
      notice_id bigint not null references notices(id) on delete cascade,
      organization_id text not null,
      -- "contact:<id>" or "organization:<id>" for the central address
      recipient text not null,
      channel text not null,
      address text not null,
      name text not null,
      message_id text not null,
      -- pending, sending, accepted, deferred, failed, uncertain, superseded
      state text not null default 'pending',
      attempts integer not null default 0,
      -- sends with unknown outcome: the connection or the process was lost after the message had been sent
      uncertain_sends integer not null default 0,
      claim uuid,
      reply text,
      next_attempt_at timestamptz,
      updated_at timestamptz not null default now(),
      unique (notice_id, recipient, channel)
    );
    -- the queue, in the order it is claimed; no other index gives that order, so the planner cannot choose to scan the table
    create index deliveries_open on deliveries (notice_id, organization_id, id)
      where state in ('pending', 'sending', 'deferred');

    create table rfo_versions (
      window_reference text not null references windows(reference) on delete cascade,
      version integer not null,
      state text not null,
      author text not null,
      drafted_at timestamptz not null,
      approved_by text,
      published_at timestamptz,
      text jsonb not null,
      primary key (window_reference, version)
    );

    create table api_tokens (
      id uuid primary key,
      name text not null,
      role text not null,
      organization_id text references organizations(id) on delete cascade,
      -- SHA-256 of the token; the token itself is shown once and not stored
      token_hash bytea not null unique,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz
    );

    create table idempotency_keys (
      token_id uuid not null,
      key text not null,
      request_hash bytea not null,
      reference text,
      status integer,
      response jsonb,
      created_at timestamptz not null default now(),
      primary key (token_id, key)
    );
  `.execute(db);
}
