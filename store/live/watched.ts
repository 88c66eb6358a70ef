import { sql } from 'kysely';
import { STAFF_KINDS } from '../../domain/notices/notice-kinds';
import type { Database } from '../database/database';

/** A window as open pages watch it. */
export interface WatchedWindow {
  readonly reference: string;
  /** The number of its last event. */
  readonly sequence: number;
  /** Of its latest notice to customers, while it is under way: how many mails there are, and how many the mail servers have taken. */
  readonly mails: number;
  readonly taken: number;
}

/** What open pages wait for. */
export interface Watched {
  /** How many events there are of all windows. */
  readonly events: number;
  readonly windows: readonly WatchedWindow[];
}

interface Row {
  readonly events: string;
  readonly windows: readonly WatchedWindow[];
}

/** How many events there are of all windows. */
export async function countEvents(db: Database): Promise<number> {
  const { rows } = await sql<{ events: string }>`select coalesce(sum(sequence), 0) as events from windows`.execute(db);
  return Number(rows[0]?.events ?? 0);
}

/** One statement, however many pages are open: these windows, and all that tell somebody something just now. Those that there are not are left out. */
export async function readWatched(db: Database, references: readonly string[]): Promise<Watched> {
  const { rows } = await sql<Row>`
    select (select coalesce(sum(sequence), 0) from windows) as events,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'reference', w.reference,
          'sequence', w.sequence,
          'mails', d.mails,
          'taken', d.taken
        ))
        from windows w
          cross join lateral (
            select count(*) as mails, count(*) filter (where d.state = 'accepted') as taken
            from (
              select n.id, n.state from notices n
              where n.window_reference = w.reference and n.kind <> all (${STAFF_KINDS}) order by n.sequence desc limit 1
            ) n join deliveries d on d.notice_id = n.id
            where n.state in ('under-way', 'waiting')
          ) d
        where w.reference = any (${[...references]}::text[])
          or w.reference in (select n.window_reference from notices n where n.state in ('under-way', 'waiting'))
      ), '[]') as windows
  `.execute(db);
  const [row] = rows;
  return { events: Number(row?.events ?? 0), windows: row?.windows ?? [] };
}
