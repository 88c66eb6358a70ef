import { sql, type RawBuilder } from 'kysely';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { NOTICES } from '../../domain/notices/notices';
import type { Database } from '../database/database';
import { mayKnow, type Viewer } from './viewer';

/** What a year of windows comes to (P8). Instants are UTC ms, durations ms. */

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** The notice that customers had of a window's date in force, beside what was promised them when it was opened (N1, N11). */
export interface GivenNotice {
  /** One of the three, or the provider's own. */
  readonly class: string;
  readonly promisedMs: number;
  readonly givenMs: number;
}

/** Kinds by which customers learn of a date. */
const TELLING = NOTICE_KINDS.filter((kind) => {
  const row = NOTICES[kind];
  return row.to === 'customers' && row.tellsDate === 'first';
});

/**
 * One for each window whose planned start lies in the period and of which customers were told; a cancelled one promises nothing any
 * more. Left out is what was promised in business days to windows that have moved no more since that is written down.
 */
export async function givenNotices(db: Database, period: Period, viewer: Viewer): Promise<GivenNotice[]> {
  const { rows } = await sql<GivenNotice>`
    select coalesce(w.class_name, w.class) as class,
      (extract(epoch from w.starts_at - w.promised_at) * 1000)::double precision as "promisedMs",
      (extract(epoch from greatest(w.starts_at - max(n.begun_at), interval '0')) * 1000)::double precision as "givenMs"
    from windows w join notices n on n.window_reference = w.reference
    where ${isIn(period, viewer)} and w.promised_at is not null and n.kind = any (${[...TELLING]}::text[])
    group by w.reference order by 1, w.starts_at, w.reference
  `.execute(db);
  return rows;
}

/** How many windows had work planned in an hour of the week (UTC). */
export interface HourOfWeek {
  /** From 1, Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly windows: number;
}

/** Hours without any are left out. A window counts once in an hour of the week, however long it lasts. */
export async function hoursOfWeek(db: Database, period: Period, viewer: Viewer): Promise<HourOfWeek[]> {
  const { rows } = await sql<HourOfWeek>`
    select extract(isodow from h.at)::integer as weekday, extract(hour from h.at)::integer as hour, count(*)::integer as windows
    from windows w cross join lateral generate_series(
      date_bin('1 hour', w.starts_at at time zone 'UTC', ${EPOCH}),
      -- after a week the same hours come again
      least(w.ends_at at time zone 'UTC' - interval '1 microsecond', date_bin('1 hour', w.starts_at at time zone 'UTC', ${EPOCH}) + interval '167 hours'),
      interval '1 hour'
    ) h(at)
    where ${isIn(period, viewer)}
    group by 1, 2 order by 1, 2
  `.execute(db);
  return rows;
}

const EPOCH = sql`timestamp '2000-01-01'`;

function isIn({ from, to }: Period, viewer: Viewer): RawBuilder<unknown> {
  const known = mayKnow(viewer, sql.ref('w.reference'));
  return sql`w.starts_at >= ${new Date(from)} and w.starts_at < ${new Date(to)} and w.phase <> 'cancelled' and ${known ?? sql`true`}`;
}
