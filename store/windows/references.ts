import { sql } from 'kysely';
import type { Database } from '../database/database';

/** The next reference of a window, `MW-2026-0001`; see nextOfYear. */
export function nextReference(db: Database, year: number): Promise<string> {
  return nextOfYear(db, year, { prefix: 'MW', counters: 'reference_counters' });
}

/** The next id of a series, `MS-2026-0001`; see nextOfYear. */
export function nextSeriesId(db: Database, year: number): Promise<string> {
  return nextOfYear(db, year, { prefix: 'MS', counters: 'series_counters' });
}

/** Each name is given once, gaps are possible. Past 9999 it grows a digit. */
async function nextOfYear(
  db: Database,
  year: number,
  { prefix, counters }: { readonly prefix: string; readonly counters: 'reference_counters' | 'series_counters' },
): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into ${sql.table(counters)} as counter (year, last) values (${year}, 1)
    on conflict (year) do update set last = counter.last + 1
    returning last
  `.execute(db);
  return `${prefix}-${String(year)}-${String(rows[0]?.last).padStart(4, '0')}`;
}
