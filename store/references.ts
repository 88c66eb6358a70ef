import { sql } from 'kysely';
import type { Database } from './database';

/** The next reference of the year, `MW-2026-0001`; each is given once, gaps are possible. Past 9999 it grows a digit. */
export async function nextReference(db: Database, year: number): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into reference_counters (year, last) values (${year}, 1)
    on conflict (year) do update set last = reference_counters.last + 1
    returning last
  `.execute(db);
  return `MW-${String(year)}-${String(rows[0]?.last).padStart(4, '0')}`;
}
