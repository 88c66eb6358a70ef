import { sql, type Kysely } from 'kysely';

/** What a channel with a state outside knows of its entry there (C3, C4, C6, C7), and the pace of requests to such services. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table channel_states (
      window_reference text not null references windows(reference) on delete cascade,
      -- statuspage, slack, …
      channel text not null,
      -- ids and step keys outside, as the channel's own module shapes them; never customers' data
      outside jsonb not null default '{}',
      -- goes up with every write: of two attempts at once only one can write
      version integer not null default 0,
      -- the window's sequence the outside was last equal to
      converged_sequence integer not null default 0,
      last_success_at timestamptz,
      last_error text,
      last_error_at timestamptz,
      -- in a row; 0 after a success
      failures integer not null default 0,
      primary key (window_reference, channel)
    );
    create index channel_states_behind on channel_states (channel, last_error_at) where failures > 0;

    -- one row a key (only its hash): the instant from which the next request may leave, whichever worker makes it
    create table request_slots (
      key_hash text primary key,
      next_free timestamptz not null
    );
  `.execute(db);
}
