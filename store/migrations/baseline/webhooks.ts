import { sql, type Kysely } from 'kysely';

/** Customers' webhook endpoints, what each was sent, and the last timeline event that was turned into webhooks (C6). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id uuid primary key,
      organization_id text not null references organizations(id) on delete cascade,
      url text not null,
      description text,
      -- null: all of them, later ones included
      event_types text[],
      -- sealed with FOREWARN_SECRETS_KEY; the one before it still signs until previous_until
      secret text not null,
      previous_secret text,
      previous_until timestamptz,
      -- active, disabled
      state text not null default 'active',
      disabled_reason text,
      disabled_at timestamptz,
      -- since when no delivery has succeeded; null after a success
      failing_since timestamptz,
      created_by text not null,
      created_at timestamptz not null default now(),
      -- what was sent to it stays on record
      deleted_at timestamptz
    );
    create index webhook_endpoints_by_organization on webhook_endpoints (organization_id) where deleted_at is null;

    create table webhook_windows (
      window_reference text primary key references windows(reference) on delete cascade,
      -- the last event of the timeline that has been turned into webhooks
      sequence integer not null
    );

    -- who has heard of a window by webhook, and of which resources
    create table webhook_audience (
      window_reference text not null references windows(reference) on delete cascade,
      endpoint_id uuid not null references webhook_endpoints(id) on delete cascade,
      sequence integer not null,
      resources jsonb not null,
      -- it has had the all-clear
      has_left boolean not null,
      primary key (window_reference, endpoint_id)
    );
    create index webhook_audience_by_endpoint on webhook_audience (endpoint_id);

    create table webhook_deliveries (
      id bigint generated always as identity primary key,
      endpoint_id uuid not null references webhook_endpoints(id) on delete cascade,
      -- null for a test
      window_reference text references windows(reference) on delete cascade,
      -- <reference>_<sequence>, and _<word> after it for a change of the audience
      event_id text not null,
      type text not null,
      -- the body, byte for byte, of every attempt
      payload text not null,
      -- pending, delivered, failed (given up), abandoned (the endpoint was switched off or deleted)
      state text not null default 'pending',
      attempts integer not null default 0,
      next_attempt_at timestamptz,
      -- an attempt is under way until the lease runs out; by the database's clock
      claim uuid,
      lease_until timestamptz,
      last_attempt_at timestamptz,
      last_status integer,
      last_answer text,
      delivered_at timestamptz,
      created_at timestamptz not null default now(),
      unique (endpoint_id, event_id)
    );
    create index webhook_deliveries_open on webhook_deliveries (window_reference, endpoint_id, id) where state = 'pending';
    create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, id);
  `.execute(db);
}
