import type { WindowTemplate } from '../../../domain/series/body';
import type { Recurrence } from '../../../domain/series/recurrence';
import type { Json, Instant } from './columns';

/** Series of windows and their nights. */

export const SERIES_STATES = ['active', 'paused', 'ended'] as const;
export type SeriesState = (typeof SERIES_STATES)[number];
/** What happened to a night. A night without a row is still to come. */
export const NIGHT_STATES = ['opening', 'opened', 'skipped', 'refused'] as const;
export type NightState = (typeof NIGHT_STATES)[number];

interface SeriesCountersTable {
  year: number;
  last: number;
}

interface WindowSeriesTable {
  id: string;
  name: string;
  template: Json<WindowTemplate>;
  recurrence: Json<Recurrence>;
  lead_days: number;
  state: SeriesState;
  created_by: string;
  created_at: Instant;
  changed_by: string;
  changed_at: Instant;
  watched_from: Instant;
}

interface SeriesNightsTable {
  series_id: string;
  night: string;
  starts_at: Instant;
  ends_at: Instant;
  state: NightState;
  reference: string | null;
  reason: string | null;
  by: string;
  updated_at: Instant;
}

export interface SeriesTables {
  series_counters: SeriesCountersTable;
  window_series: WindowSeriesTable;
  series_nights: SeriesNightsTable;
}
