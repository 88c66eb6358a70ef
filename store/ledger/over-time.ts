import { sql } from 'kysely';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from '../windows/viewer';

/** How the deliveries of a notice were accepted over time. */
export interface FanOut {
  readonly slug: string;
  readonly revision: number;
  /** Deliveries that it has. */
  readonly recipients: number;
  /** The minutes in which something was accepted, by their beginnings (UTC ms, on the window's own clock), in order. */
  readonly minutes: readonly { readonly at: number; readonly accepted: number }[];
}

interface Row {
  readonly slug: string;
  readonly revision: number;
  readonly recipients: number;
  readonly minute: Date | null;
  readonly accepted: number;
}

/**
 * Of the window's notices of which something was accepted, in the order they were begun; a viewer limited to organizations sees
 * those of its own deliveries. It reads the deliveries of all of them: about a tenth of a second for 100,000.
 */
export async function fanOutsOf(db: Database, reference: string, viewer: Viewer): Promise<FanOut[]> {
  const ids = organizationsOf(viewer);
  const { rows } = await sql<Row>`
    select n.slug, n.revision, d.accepted, sum(d.accepted + d.others) over (partition by n.id)::integer as recipients,
      -- the window's own clock may run ahead of the database's
      d.minute + greatest(n.begun_at - n.recorded_at, interval '0') as minute
    from notices n
      cross join lateral (
        select date_bin('1 minute', accepted_at, timestamptz '2000-01-01Z') as minute,
          count(*) filter (where state = 'accepted')::integer as accepted, count(*) filter (where state <> 'accepted')::integer as others
        from deliveries
        where notice_id = n.id and (${ids}::text[] is null or organization_id = any (${ids}::text[]))
        group by 1
      ) d
    where n.window_reference = ${reference}
    order by n.sequence, n.id, d.minute
  `.execute(db);
  const fanOuts = new Map<string, FanOut & { minutes: { at: number; accepted: number }[] }>();
  for (const { slug, revision, recipients, minute, accepted } of rows) {
    if (minute === null || accepted === 0) continue;
    const key = `${slug} ${String(revision)}`;
    const known = fanOuts.get(key) ?? { slug, revision, recipients, minutes: [] };
    known.minutes.push({ at: minute.getTime(), accepted });
    fanOuts.set(key, known);
  }
  return [...fanOuts.values()];
}
