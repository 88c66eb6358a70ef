import { sql } from 'kysely';
import type { ChannelStates } from '../../activities/ports/channel-records';
import type { Channel } from '../../domain/channels/channels';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';

/** The states of `channel` (`statuspage`, `slack`, …) in `channel_states`. */
export function createChannelStates(db: Database, channel: Channel): ChannelStates {
  return {
    async load(reference) {
      const row = await db
        .selectFrom('channel_states')
        .where('window_reference', '=', reference)
        .where('channel', '=', channel)
        .select(['outside', 'version', 'converged_sequence', 'failures'])
        .executeTakeFirst();
      return {
        outside: row?.outside ?? {},
        version: row?.version ?? 0,
        convergedSequence: row?.converged_sequence ?? 0,
        failures: row?.failures ?? 0,
      };
    },

    async save(reference, version, outside) {
      const next = version + 1;
      const { rows } = await sql`
        insert into channel_states (window_reference, channel, outside, version)
        select ${reference}, ${channel}, ${toJson(outside)}::jsonb, ${next}
        where ${version}::integer = 0 or exists (
          select from channel_states where window_reference = ${reference} and channel = ${channel}
        )
        on conflict (window_reference, channel)
          do update set outside = excluded.outside, version = excluded.version
          where channel_states.version = ${version}
        returning 1
      `.execute(db);
      return rows.length > 0 ? next : undefined;
    },

    async succeeded(reference, sequence, at, drift = []) {
      await sql`
        insert into channel_states (window_reference, channel, converged_sequence, last_success_at, drift)
        values (${reference}, ${channel}, ${sequence}, ${new Date(at)}, ${toJson(drift)}::jsonb)
        on conflict (window_reference, channel) do update set
          converged_sequence = greatest(channel_states.converged_sequence, excluded.converged_sequence),
          last_success_at = excluded.last_success_at, failures = 0, drift = excluded.drift
      `.execute(db);
    },

    async failed(reference, reason, at) {
      await sql`
        insert into channel_states (window_reference, channel, last_error, last_error_at, failures)
        values (${reference}, ${channel}, ${oneLine(reason, 500)}, ${new Date(at)}, 1)
        on conflict (window_reference, channel) do update set
          last_error = excluded.last_error, last_error_at = excluded.last_error_at,
          failures = channel_states.failures + 1
      `.execute(db);
    },
  };
}

/** The state of one channel of a window, for people. Instants are UTC ms. */
export interface ChannelHealth {
  readonly channel: Channel;
  readonly lastSuccessAt: number | null;
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
  readonly failures: number;
  /** What somebody had edited by hand in the other service, as of the last successful check. */
  readonly drift: readonly string[];
}

/** The states of all channels the window has been shown on. */
export async function listChannelStates(db: Database, reference: string): Promise<ChannelHealth[]> {
  const rows = await db
    .selectFrom('channel_states')
    .where('window_reference', '=', reference)
    .select(['channel', 'last_success_at', 'last_error', 'last_error_at', 'failures', 'drift'])
    .orderBy('channel')
    .execute();
  return rows.map((row) => ({
    channel: row.channel,
    lastSuccessAt: row.last_success_at?.getTime() ?? null,
    lastError: row.last_error,
    lastErrorAt: row.last_error_at?.getTime() ?? null,
    failures: row.failures,
    drift: row.drift,
  }));
}
