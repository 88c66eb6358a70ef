import type { Expression, SqlBool } from 'kysely';
import { optional } from '../../domain/shared/optional';
import type { RecordedEvent } from '../../domain/window/events';
import type { Database } from '../database/database';

/** Which events. */
export interface EventsPart {
  /** Those with a greater number. */
  readonly after: number;
  readonly limit?: number;
}

/** The events of a window in order, all or some; empty when there is no such window. */
export async function readRecordedEvents(
  db: Database,
  reference: string,
  only?: Expression<SqlBool>,
  part?: EventsPart,
): Promise<RecordedEvent[]> {
  let query = db
    .selectFrom('timeline')
    .select(['sequence', 'at', 'by', 'on_behalf_of', 'credential', 'request', 'issued_by', 'door', 'event'])
    .where('window_reference', '=', reference)
    .orderBy('sequence');
  if (only) query = query.where(only);
  if (part) query = query.where('sequence', '>', part.after);
  if (part?.limit !== undefined) query = query.limit(part.limit);
  const rows = await query.execute();
  return rows.map(({ sequence, at, by, door, event, ...row }) => ({
    ...{ sequence, at: at.getTime(), by, door: door as RecordedEvent['door'], event },
    ...optional({
      onBehalfOf: row.on_behalf_of ?? undefined,
      credential: row.credential ?? undefined,
      request: row.request ?? undefined,
      issuedBy: row.issued_by ?? undefined,
    }),
  }));
}
