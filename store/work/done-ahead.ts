import { sql, type RawBuilder } from 'kysely';
import type { DoneAhead } from '../../activities/ports/work';
import { AHEAD } from '../../domain/window/commands/verdict';
import type { Database } from '../database/database';

/**
 * Windows that have not begun and have nothing left to do (S5): something of their work was done, and nothing is due, under way,
 * failed or unknown. Among all of them, those with these references, or those whose work the claim with this key was.
 */
export async function doneAhead(
  db: Database,
  among: { readonly references: readonly string[] } | { readonly key: string } | 'all',
): Promise<DoneAhead[]> {
  const { rows } = await sql<{ reference: string; done: number; skipped: number }>`
    select windows.reference, count(*) filter (where w.state = 'done') as done, count(*) filter (where w.state = 'skipped') as skipped
    from windows join work w on w.window_reference = windows.reference
    where windows.phase = any (${[...AHEAD]}::text[]) and ${amongThese(among)} and not exists (
      select from work o where o.window_reference = windows.reference and o.state not in ('done', 'skipped')
    )
    group by windows.reference having bool_or(w.state = 'done')
    order by windows.reference
  `.execute(db);
  return rows.map(({ reference, done, skipped }) => ({
    reference,
    counts: { done, skipped, failed: 0, unknown: 0, left: 0 },
  }));
}

function amongThese(among: Parameters<typeof doneAhead>[1]): RawBuilder<boolean> {
  if (among === 'all') return sql`true`;
  if ('references' in among) return sql`windows.reference = any (${[...among.references]}::text[])`;
  return sql`exists (select from work k where k.window_reference = windows.reference and k.job_key = ${among.key})`;
}
