import type { ComponentStatus } from '../../domain/public/component-status';
import type { UntoldReason } from '../../domain/notices/untold';
import type { PublicWindow } from '../../domain/public/window';
import type { RecordedEvent } from '../../domain/window/events';
import type { WindowView } from '../../domain/window/view';

/** What channels read and keep: a window as they show it, what they know of the outside, and whose turn it is to ask. */

/** What a channel knows of its entry outside for one window; `outside` is the channel's own, as it was last saved. */
export interface ChannelState {
  readonly outside: unknown;
  /** 0 before the first save; `save` needs the one that was loaded. */
  readonly version: number;
  /** The window's sequence the outside was last equal to; 0 for never. */
  readonly convergedSequence: number;
  /** Failures in a row. */
  readonly failures: number;
}

/** Where one channel keeps what it knows. Instants are UTC ms. */
export interface ChannelStates {
  load(reference: string): Promise<ChannelState>;
  /** Writes `outside` where nobody wrote since `version`; answers the new version, or undefined when somebody did. */
  save(reference: string, version: number, outside: unknown): Promise<number | undefined>;
  /** The outside is equal to the window's `sequence`; `drift` is what somebody had changed there by hand, in words (T4). */
  succeeded(reference: string, sequence: number, at: number, drift?: readonly string[]): Promise<void>;
  /** One more failure in a row, with its reason in words; no customers' data in it (T4). */
  failed(reference: string, reason: string, at: number): Promise<void>;
}

/** Which of `ids` another running window holds on the status page, with the statuses they want. */
export type HeldComponents = (
  reference: string,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, readonly ComponentStatus[]>>;

/** A customer that the inventory names for a window now. */
export interface AffectedCustomer {
  readonly name: string;
  readonly resources: number;
  /** Why nobody can be told for it (N13); null where somebody can. */
  readonly untold: UntoldReason | null;
}

/** A window as the provider's own people see it. Instants are UTC ms. */
export interface InternalEntry {
  readonly view: WindowView;
  /** Everything that happened, in order, up to the view's sequence. */
  readonly events: readonly RecordedEvent[];
  readonly customers: number;
  readonly resources: number;
  /** What customers have said that waits for somebody: objections (S9), and written answers (N15). */
  readonly waiting: { readonly objections: number; readonly messages: number };
}

/** A window as a status page outside needs it. */
export interface PublicEntry {
  readonly window: PublicWindow;
  /** The window's sequence; `window` shows at least what had happened up to it. */
  readonly sequence: number;
}

/** The result of asking for a slot: it comes in `waitMs`, or none was taken because the queue is that long. */
export interface RequestSlot {
  readonly granted: boolean;
  readonly waitMs: number;
}

/** The pace of requests under one key, shared by every process on the database. */
export interface RequestSlots {
  /** Takes the next free slot when it comes within `patienceMs`. A slot that is then not used is lost to all. */
  take(patienceMs: number): Promise<RequestSlot>;
  /** No slot comes earlier than this: the service said when to come back. */
  hold(ms: number): Promise<void>;
}
