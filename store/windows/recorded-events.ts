import type { Expression, SqlBool } from 'kysely';
import type { RecordedEvent } from '../../domain/window/events';
import type { Database } from '../database/database';

/** The events of a window in order, all or of some types; empty when there is no such window. */
export async function readRecordedEvents(
  db: Database,
  reference: string,
  only?: Expression<SqlBool>,
): Promise<RecordedEvent[]> {
  let query = db
    .selectFrom('timeline')
    .select(['sequence', 'at', 'by', 'door', 'event'])
    .where('window_reference', '=', reference)
    .orderBy('sequence');
  if (only) query = query.where(only);
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, at: row.at.getTime(), door: row.door as RecordedEvent['door'] }));
}
