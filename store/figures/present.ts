import { sql } from 'kysely';
import { CHANNELS, type Channel } from '../../domain/channels/channels';
import { SECOND } from '../../domain/shared/time';
import { PHASES } from '../../domain/window/types';
import type { Database } from '../database/database';

/** How things stand now, for whoever is on call (O3): counts and ages, never whose they are. Every function is one statement. */

/** What is due may begin this late, ms: a step takes a moment to be put on record. */
const GRACE = 60 * SECOND;

/** A channel of a window that is over and has not changed for so long is given up. */
const GIVEN_UP_AFTER = '7 days';

const OPEN_PHASES = PHASES.filter((phase) => phase !== 'closed' && phase !== 'cancelled');

export interface DeliveryFigures {
  /** Not handed to a mail server yet, or being handed over. */
  readonly pending: number;
  /** To be tried again later: greylisting, quiet hours, a full mailbox. */
  readonly deferred: number;
  /** How long the oldest of the pending ones has waited, in seconds; 0 where there is none. */
  readonly oldestPendingSeconds: number;
}

export async function deliveryFigures(db: Database): Promise<DeliveryFigures> {
  const { rows } = await sql<DeliveryFigures>`
    select count(*) filter (where state <> 'deferred') as pending,
      count(*) filter (where state = 'deferred') as deferred,
      coalesce(extract(epoch from now() - min(updated_at) filter (where state <> 'deferred')), 0)::float8
        as "oldestPendingSeconds"
    from deliveries where state in ('pending', 'sending', 'deferred')
  `.execute(db);
  return one(rows);
}

export interface WindowFigures {
  /** Windows that need somebody. */
  readonly attention: number;
  /** How long the first of what needs somebody has waited, in seconds; 0 where nothing does. */
  readonly attentionSeconds: number;
  /** Windows whose next notice or other step was due over a minute ago and has not begun. */
  readonly late: number;
  /** How late the latest of them is, in seconds. */
  readonly lateSeconds: number;
  /** Windows that customers were promised to know of by now, and that nobody has told them of (N11). */
  readonly debts: number;
  /** Reports that are owed and late (E4). */
  readonly lateReports: number;
}

/** `now`: UTC ms. */
export async function windowFigures(db: Database, now: number): Promise<WindowFigures> {
  const at = new Date(now);
  const { rows } = await sql<WindowFigures>`
    select count(*) filter (where w.needs_attention) as attention,
      greatest(coalesce(max(${now}::float8 - a.since), 0), 0) / 1000 as "attentionSeconds",
      count(*) filter (where w.next_at < ${new Date(now - GRACE)}) as late,
      coalesce(extract(epoch from ${at}::timestamptz - min(w.next_at) filter (where w.next_at < ${new Date(now - GRACE)})), 0)::float8
        as "lateSeconds",
      count(*) filter (where w.announced_at is null and w.phase in ('draft', 'approved') and w.promised_at <
        ${new Date(now - GRACE)}::timestamptz - coalesce((w.state->'policy'->>'spreadMs')::float8, 0) * interval '1 millisecond'
      ) as debts,
      count(*) filter (where a.report) as "lateReports"
    from windows w left join lateral (
      select min((e->>'since')::float8) as since, bool_or(e->>'code' = 'rfo-late') as report
      from jsonb_array_elements(w.view->'attention') e
    ) a on w.needs_attention
    where w.phase = any (${OPEN_PHASES}::text[]) or w.phase = 'cancelled' and w.needs_attention
  `.execute(db);
  return one(rows);
}

/**
 * How old the first event is that a channel in trouble does not show, in seconds; 0 for channels without trouble. `now`: UTC ms.
 */
export async function channelLags(db: Database, now: number): Promise<ReadonlyMap<Channel, number>> {
  const { rows } = await sql<{ channel: Channel; seconds: number | null }>`
    select s.channel, extract(epoch from ${new Date(now)}::timestamptz - min(t.at))::float8 as seconds
    from channel_states s
      join windows w on w.reference = s.window_reference
      cross join lateral (
        select min(e.at) as at from timeline e
        where e.window_reference = s.window_reference and e.sequence > s.converged_sequence
      ) t
    where s.failures > 0
      and (w.phase <> 'closed' or w.updated_at > ${new Date(now)}::timestamptz - ${GIVEN_UP_AFTER}::interval)
    group by s.channel
  `.execute(db);
  const lags = new Map(rows.map(({ channel, seconds }) => [channel, Math.max(0, seconds ?? 0)]));
  return new Map(CHANNELS.map((channel) => [channel, lags.get(channel) ?? 0]));
}

export interface RecentFigures {
  readonly accepted: number;
  /** By a mail server, when it was offered the mail. */
  readonly refused: number;
  /** Accepted, and came back. */
  readonly returned: number;
}

/** What became of the deliveries of the notices of the last hour. */
export async function recentFigures(db: Database): Promise<RecentFigures> {
  const { rows } = await sql<RecentFigures>`
    select count(*) filter (where d.state = 'accepted') as accepted,
      count(*) filter (where d.state = 'failed' and d.returned_at is null) as refused,
      count(*) filter (where d.state = 'failed' and d.returned_at is not null) as returned
    from notices n join deliveries d on d.notice_id = n.id
    where n.recorded_at > now() - interval '1 hour'
  `.execute(db);
  return one(rows);
}

function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('A count gave no row.');
  return row;
}
