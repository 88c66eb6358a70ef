import type { ColumnType, Generated } from 'kysely';
import type { RetentionKind } from '../../../domain/retention/retention';
import type { Instant, MaybeInstant } from './columns';

/** What is kept how long, and what was erased (T6). */

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

export interface KeepingTables {
  retention_runs: RetentionRunsTable;
  erasures: ErasuresTable;
}
