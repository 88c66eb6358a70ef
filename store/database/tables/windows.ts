import type { Generated } from 'kysely';
import type { ConflictKind } from '../../../domain/planning/conflicts';
import type { DifferenceKind } from '../../../domain/reconciling/differences';
import type { Scope } from '../../../domain/planning/scope';
import type { RfoText } from '../../../domain/window/rfo-fields';
import type { RecordedEvent } from '../../../domain/window/events';
import type { WindowState } from '../../../domain/window/types';
import type { WindowView } from '../../../domain/window/view';
import type { Json, Instant, MaybeInstant } from './columns';

/** Windows: events, read models, and the time their plans reserve. */

interface ReferenceCountersTable {
  year: number;
  last: number;
}

interface WindowsTable {
  reference: string;
  sequence: number;
  revision: number;
  phase: string;
  class: string;
  /** The provider's own (P6); null: one of the three. */
  class_name: string | null;
  visibility: string;
  title: string;
  starts_at: Instant;
  ends_at: Instant;
  opened_at: Instant;
  announced_at: MaybeInstant;
  started_at: MaybeInstant;
  ended_at: MaybeInstant;
  cancelled_at: MaybeInstant;
  /** The latest moment at which customers could be told in time (N11); null: not known. */
  promised_at: MaybeInstant;
  updated_at: Instant;
  news_at: MaybeInstant;
  next_at: MaybeInstant;
  needs_attention: Generated<boolean>;
  /** How many resources customers have moved here that are here still. */
  moved_in: Generated<number>;
  view: Json<WindowView>;
  /** Null until the first step since it was introduced. */
  state: Json<WindowState> | null;
}

interface WindowLocationsTable {
  window_reference: string;
  location: string;
}

interface WindowOrganizationsTable {
  window_reference: string;
  organization_id: string;
}

interface WindowBrandsTable {
  window_reference: string;
  /** Empty for the default one. */
  brand: string;
}

interface TimelineTable {
  window_reference: string;
  sequence: number;
  at: Instant;
  by: string;
  door: string;
  type: string;
  on_behalf_of: string | null;
  credential: string | null;
  request: string | null;
  issued_by: string | null;
  event: Json<RecordedEvent['event']>;
}

interface RfoVersionsTable {
  window_reference: string;
  version: number;
  state: string;
  author: string;
  drafted_at: Instant;
  approved_by: string | null;
  published_at: MaybeInstant;
  text: Json<RfoText>;
}

interface WindowSlotsTable {
  window_reference: string;
  place: number;
  /** Read with lower() and upper(). */
  during: string;
  scope: Json<Scope>;
  impact: string;
  held_until: MaybeInstant;
}

interface BlackoutsTable {
  id: string;
  organization_id: string | null;
  during: string;
  reason: string;
  created_by: string;
  created_at: Generated<Date>;
}

interface WindowConflictsTable {
  id: Generated<number>;
  window_reference: string;
  revision: number;
  kind: ConflictKind;
  text: string;
  is_blocking: boolean;
  found_at: Instant;
}

interface WindowDifferencesTable {
  reference: string;
  kind: DifferenceKind;
  detail: string;
  first_seen_at: Instant;
  last_seen_at: Instant;
  seen: number;
}

interface WindowChecksTable {
  reference: string;
  sequence: number;
  history_length: number;
}

interface ReconcilingPassesTable {
  id: Generated<number>;
  finished_at: Instant;
  compared: number;
}

export interface WindowTables {
  reference_counters: ReferenceCountersTable;
  windows: WindowsTable;
  window_locations: WindowLocationsTable;
  window_organizations: WindowOrganizationsTable;
  window_brands: WindowBrandsTable;
  timeline: TimelineTable;
  rfo_versions: RfoVersionsTable;
  window_slots: WindowSlotsTable;
  blackouts: BlackoutsTable;
  window_conflicts: WindowConflictsTable;
  window_differences: WindowDifferencesTable;
  window_checks: WindowChecksTable;
  reconciling_passes: ReconcilingPassesTable;
}
