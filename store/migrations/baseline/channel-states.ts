import { sql, type Kysely } from 'kysely';

/** State of channels in other services (C3, C4, C6, C7), and the rate limit of requests to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table channel_states (
      window_reference text not null references windows(reference) on delete cascade,
      -- statuspage, slack, …
      channel text not null,
      -- ids and step keys in the other service, in the form of the channel's own module; never customers' data
      outside jsonb not null default '{}',
      -- increases with every write, so that of two simultaneous attempts only one can write
      version integer not null default 0,
      -- the window's sequence that the other service last showed
      converged_sequence integer not null default 0,
      last_success_at timestamptz,
      last_error text,
      last_error_at timestamptz,
      -- in a row; 0 after a success
      failures integer not null default 0,
      primary key (window_reference, channel)
    );
    create index channel_states_behind on channel_states (channel, last_error_at) where failures > 0;

    -- one row for each key (only its hash): the instant from which the next request may be sent, by any worker
    create table request_slots (
      key_hash text primary key,
      next_free timestamptz not null
    );
  `.execute(db);
}
