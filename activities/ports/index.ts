import type { Phase } from '../../domain/window/types';
import type { ChannelAdapters, ChannelWaker } from './channels';
import type { Keeping } from './keeping';
import type { FanOutProgress, Ledger } from './ledger';
import type { Measures } from './measures';
import type { MailTransport, MessageRenderer } from './mail';
import type { Reconciling } from './reconciling';
import type { SeriesNights } from './series';
import type { Timeline } from './timeline';
import type { Executor, HealthProbe, NamedProbe, WorkBlockers } from './executor';
import type { WorkList } from './work';

/** What the activities need from outside. Adapters are in store/ and channels/; a fake is an object literal. */
export interface Ports {
  readonly timeline: Timeline;
  readonly channels: ChannelAdapters;
  readonly channelWaker: ChannelWaker;
  readonly ledger: Ledger;
  readonly series: SeriesNights;
  readonly reconciling: Reconciling;
  readonly keeping: Keeping;
  readonly measures: Measures;
  readonly work: WorkList;
  readonly executors: Executors;
  readonly mail: MailTransport;
  readonly renderer: MessageRenderer;
  /** Told about every second how far a notice is that takes longer than that, and once when such a pass ends. */
  readonly onProgress?: ((progress: FanOutProgress) => void) | undefined;
  /** The window's phase on record; undefined when it is not on record. */
  windowPhase(reference: string): Promise<Phase | undefined>;
}

/** Who carries out maintenance on resources, as configured (S7). */
export interface Executors {
  /** By the name under which windows ask for it. */
  readonly executors: ReadonlyMap<string, Executor>;
  /** Looks at resources of that kind after their work; undefined where the executor's own word is all there is. */
  probeFor(kind: string): HealthProbe | undefined;
  /** Undefined where none of that name is configured. */
  probeNamed(name: string): NamedProbe | undefined;
  readonly blockers: WorkBlockers;
}
