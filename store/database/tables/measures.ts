import type { ColumnType, Generated } from 'kysely';
import type { MeasureEvent, MeasureState, Telling } from '../../../domain/measures/measure';
import type { AuditDoor } from '../../../domain/audit/doors';
import type { Instant, MaybeInstant } from './columns';

/** Preventive measures of published reports (E5). */

/** Written as 2026-12-31, and read as text with `::text`. */
type DateColumn = ColumnType<Date, string, string>;

interface MeasuresTable {
  id: Generated<number>;
  window_reference: string;
  version: number;
  text: string;
  owner: string;
  due_on: DateColumn;
  reported_due_on: DateColumn;
  is_public: boolean;
  state: Generated<MeasureState>;
  told: Generated<number>;
  created_at: Instant;
  looked_at: MaybeInstant;
  ended_at: MaybeInstant;
  ended_by: string | null;
  note: string | null;
}

interface MeasureEventsTable {
  id: Generated<number>;
  measure_id: number;
  at: Instant;
  by: string;
  on_behalf_of: string | null;
  credential: string | null;
  request: string | null;
  issued_by: string | null;
  door: AuditDoor;
  type: MeasureEvent;
  words: string;
}

interface MeasureMailsTable {
  id: Generated<number>;
  measure_id: number;
  telling: Telling;
  due_for: DateColumn;
  number: number;
  is_last: boolean;
  recipient: string;
  send_at: MaybeInstant;
  tries: Generated<number>;
  sent_at: MaybeInstant;
}

export interface MeasureTables {
  measures: MeasuresTable;
  measure_events: MeasureEventsTable;
  measure_mails: MeasureMailsTable;
}
