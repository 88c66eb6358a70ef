import type { Generated } from 'kysely';
import type { RunOnRecord } from '../../../activities/ports/work';
import type { WorkPlan } from '../../../domain/work/plan';
import type { SkipCause, WorkBy, WorkState } from '../../../domain/work/states';
import type { MoveState } from '../../../domain/work/move';
import type { Instant, Json, MaybeInstant } from './columns';

/** The work of windows on resources. */

interface WorkPlansTable {
  window_reference: string;
  plan: Json<WorkPlan>;
  self_service: boolean;
  lock_in_minutes: number;
  timeout_seconds: number;
  halted: 'paused' | 'stopped' | 'aborted' | null;
  run: Json<RunOnRecord> | null;
}

interface WorkTable {
  window_reference: string;
  resource_id: string;
  organization_id: string;
  environment_id: string;
  kind: string;
  name: string;
  redundancy_group: string | null;
  place: number;
  work_key: string | null;
  state: WorkState;
  by: WorkBy | null;
  who: string | null;
  cause: SkipCause | null;
  attempt: Generated<number>;
  job_key: string | null;
  since: Instant;
  unhealthy: string | null;
}

interface WorkJobsTable {
  key: string;
  window_reference: string;
  resource_id: string;
  redundancy_group: string | null;
  work_key: string | null;
  by: WorkBy;
  who: string;
  state: Exclude<WorkState, 'due' | 'skipped'> | 'released';
  holds_group: boolean;
  claimed_at: Instant;
  begun_at: MaybeInstant;
  ended_at: MaybeInstant;
  first_end_at: MaybeInstant;
  evidence: Json<Record<string, string | number | boolean>> | null;
  reason: string | null;
}

/** A customer's move of one resource to another window (S8). */
interface MovesTable {
  /** Shared by the resources that were moved together; a later one has a higher number. */
  number: number;
  resource_id: string;
  organization_id: string;
  from_reference: string;
  to_reference: string;
  state: MoveState;
  who: string;
  asked_at: Instant;
  changed_at: Instant;
}

export interface WorkTables {
  moves: MovesTable;
  work_plans: WorkPlansTable;
  work: WorkTable;
  work_jobs: WorkJobsTable;
}
