import type { HeldComponents } from '../../activities/ports/channel-records';
import type { WriteOnce } from '../convergence/write-once';
import type { DesiredEntry } from './desired-entry';
import type { EntryFacts, EntryWrite } from './known-entry';
import type { StatuspageApiClient } from './statuspage-api-client';
import type { Marker } from './statuspage-schemas';

/** What one attempt to bring a window's entry up to date works with. Lists may also show a new entry so late (`lateWriteMs`). */
export interface EntryContext extends WriteOnce<EntryFacts, EntryWrite> {
  readonly client: StatuspageApiClient;
  readonly heldByOthers: HeldComponents;
  readonly desired: DesiredEntry;
  /** The components the mapping names for the window, sorted. */
  readonly mapped: readonly string[];
  /** What is done about changes made by hand. */
  readonly onDrift: 'repair' | 'report';
  /** Names this installation in the entry's metadata. */
  readonly origin: string;
  /** What somebody had changed by hand, in words; added to as it is found. */
  readonly drift: string[];
}

/** What the entry carries once the step is told. */
export function markerAt({ desired, origin }: EntryContext, last_step: number): Marker {
  return { window_id: desired.reference, origin, last_step };
}
