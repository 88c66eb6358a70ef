import { sql } from 'kysely';
import type { Database, Transacting } from '../database/database';

/** The next reference of a window, `MW-2026-0001`; see nextOfYear. */
export function nextReference(db: Database | Transacting, year: number): Promise<string> {
  return nextOfYear(db, year, { prefix: 'MW', counters: 'reference_counters' });
}

/** The next id of a series, `MS-2026-0001`; see nextOfYear. */
export function nextSeriesId(db: Database, year: number): Promise<string> {
  return nextOfYear(db, year, { prefix: 'MS', counters: 'series_counters' });
}

/** Each number is given once; gaps are possible. After 9999 there are more digits. */
async function nextOfYear(
  db: Database | Transacting,
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

const REFERENCE = /^MW-(\d{4})-(\d+)$/;

/** Makes sure that a reference Temporal knows is never given again, even if the database has lost it (T7). */
export async function keepCounter(db: Database, reference: string): Promise<void> {
  const [, year, number] = REFERENCE.exec(reference) ?? [];
  if (year === undefined || number === undefined) return;
  await sql`
    insert into reference_counters as counter (year, last) values (${Number(year)}, ${Number(number)})
    on conflict (year) do update set last = greatest(counter.last, excluded.last)
  `.execute(db);
}
