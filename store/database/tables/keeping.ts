import type { ColumnType, Generated } from 'kysely';
import type { AuditDoor } from '../../../domain/audit/doors';
import type { AuditEventType, AuditMarkType } from '../../../domain/audit/events';
import type { RetentionKind } from '../../../domain/retention/retention';
import type { Instant, Json, MaybeInstant } from './columns';

/** What is kept how long, what was erased (T6), and who did what by which door (T2). */

interface RetentionRunsTable {
  kind: RetentionKind;
  ran_at: Instant;
  removed: number;
  removed_in_all: number;
}

interface ErasuresTable {
  id: Generated<number>;
  hashes: string[];
  by: string;
  begun_at: Instant;
  finished_at: MaybeInstant;
  counts: ColumnType<Record<string, number>, string | undefined, string>;
}

interface AuditEventsTable {
  id: Generated<number>;
  at: Instant;
  kind: string;
  type: AuditEventType | AuditMarkType;
  subject: string;
  organization_id: string | null;
  window_reference: string | null;
  detail: Json<object>;
  by: string;
  door: AuditDoor;
  on_behalf_of: string | null;
  credential: string | null;
  request: string | null;
  issued_by: string | null;
}

export interface KeepingTables {
  audit_events: AuditEventsTable;
  retention_runs: RetentionRunsTable;
  erasures: ErasuresTable;
}
