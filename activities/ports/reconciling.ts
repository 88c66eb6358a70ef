import type { DifferenceKind, WorkflowLook } from '../../domain/reconciling/differences';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { Actor } from '../../domain/shared/actor';
import type { RecordedEvent } from '../../domain/window/events';
import type { WindowState } from '../../domain/window/types';
import type { NoticeKey } from './ledger';
import type { TimelineEntry } from './timeline';

/** Comparing windows' workflows with their records (T7). */

/** What one pass came to. */
export interface Reconciled {
  readonly compared: number;
  readonly differences: number;
  readonly mended: number;
}

export interface Reconciling {
  /** One pass over all windows; ends early once `isStopped` says so. Repeating it changes nothing more. */
  reconcile(isStopped: () => boolean): Promise<Reconciled>;
}

/** A look at a window's workflow, and how long its history was. */
export type CensusLook = WorkflowLook & { readonly historyLength: number };

/** The windows as Temporal has them. */
export interface WindowCensus {
  /** References of the windows that run, and of those that ended in the last week, a page at a time. */
  references(): AsyncIterable<readonly string[]>;
  look(reference: string): Promise<CensusLook>;
  /** The window as its latest run has it; undefined when nobody answers in time. */
  state(reference: string): Promise<WindowState | undefined>;
  /** What its runs have put on record and the record has taken, oldest first, as far back as Temporal keeps it. */
  steps(reference: string): Promise<readonly TimelineEntry[]>;
  /** Ends what runs, and starts the window again as it is in `state`; `first` is put on record by it. */
  restart(state: WindowState, first: Actor & Pick<RecordedEvent, 'event' | 'door'>): Promise<void>;
  /** Ends what runs; nothing when nothing does. */
  end(reference: string, reason: string): Promise<void>;
}

/** A window on record, and what the last look that compared every event saw. */
export interface CheckedRecord {
  readonly state: WindowState;
  readonly checked?: { readonly sequence: number; readonly historyLength: number } | undefined;
}

export interface Difference {
  readonly reference: string;
  readonly kind: DifferenceKind;
  readonly detail: string;
  /** UTC ms. */
  readonly since: number;
  /** How many looks in a row have found it. */
  readonly seen: number;
}

/** The windows as the database has them. */
export interface WindowRecords {
  /** Those that are not over. */
  open(): Promise<readonly CheckedRecord[]>;
  /** Of these, those that are on record, over or not. */
  of(references: readonly string[]): Promise<readonly CheckedRecord[]>;
  checked(reference: string, sequence: number, historyLength: number): Promise<void>;
  /** Notes what a look has found, at `now` (UTC ms); answers it with what was noted before. */
  note(found: Pick<Difference, 'reference' | 'kind' | 'detail'>, now: number): Promise<Difference>;
  /** The window's two sides agree. */
  agreed(reference: string): Promise<void>;
  /** All windows were compared, at `now` (UTC ms). */
  finished(compared: number, now: number): Promise<void>;
  /** A step that has happened is put on record without being judged again. Throws when earlier ones are missing. */
  adopt(entry: TimelineEntry): Promise<void>;
  /** The window's state where its steps are not kept any more; its timeline has a gap then. */
  adoptState(state: WindowState): Promise<void>;
  /**
   * A notice of which the window knows that it is at rest, and the ledger nothing: nobody is sent it again, and each delivery
   * says that its record was lost.
   */
  assumeTold(key: NoticeKey, as: 'settled' | 'superseded', counts: NoticeCounts | undefined): Promise<void>;
}
