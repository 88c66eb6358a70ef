import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { RequestSlots } from '../../activities/ports/channel-records';
import type { Database } from '../database/database';

export interface RequestSlotsOptions {
  /**
   * Time between two requests with the same key (ms). 1,050 for a limit of 60 in any minute: a request may then leave up to
   * three seconds late without putting a 61st into a minute.
   */
  readonly spacingMs?: number;
  /** UTC ms; by default the database's clock, so that the workers' clocks need not agree. */
  readonly clock?: () => number;
}

/** Rate limit for `key` (a secret; only its SHA-256 is stored), kept in table `request_slots`. */
export function createRequestSlots(
  db: Database,
  key: string,
  { spacingMs = 1_050, clock }: RequestSlotsOptions = {},
): RequestSlots {
  const keyHash = createHash('sha256').update(key).digest('hex');
  const now = () => (clock ? sql`${new Date(clock())}::timestamptz` : sql`clock_timestamp()`);
  const interval = (ms: number) => sql`${ms}::double precision * interval '1 millisecond'`;

  return {
    async take(patienceMs) {
      const at = now();
      await sql`
        insert into request_slots (key_hash, next_free) values (${keyHash}, ${at}) on conflict do nothing
      `.execute(db);
      // the row lock queues workers that ask at the same time
      const { rows } = await sql<{ wait: number }>`
        update request_slots set next_free = greatest(next_free, ${at}) + ${interval(spacingMs)}
        where key_hash = ${keyHash} and next_free <= ${at} + ${interval(patienceMs)}
        returning (extract(epoch from next_free - ${interval(spacingMs)} - ${at}) * 1000)::double precision as wait
      `.execute(db);
      if (rows[0]) return { granted: true, waitMs: Math.max(0, rows[0].wait) };
      const { rows: queue } = await sql<{ wait: number }>`
        select (extract(epoch from next_free - ${at}) * 1000)::double precision as wait
        from request_slots where key_hash = ${keyHash}
      `.execute(db);
      return { granted: false, waitMs: Math.max(0, queue[0]?.wait ?? spacingMs) };
    },

    async hold(ms) {
      await sql`
        insert into request_slots (key_hash, next_free) values (${keyHash}, ${now()} + ${interval(ms)})
        on conflict (key_hash) do update set next_free = greatest(request_slots.next_free, excluded.next_free)
      `.execute(db);
    },
  };
}
