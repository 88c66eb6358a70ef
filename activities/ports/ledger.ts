import type { MessageFacts } from '../../domain/notices/message';
import type { Said } from '../../domain/proof/said';
import type { NoticeCounts } from '../../domain/notices/notice';

/** Notices and their deliveries (N8). */

/** Which notice, as the ledger names it. */
export interface NoticeKey {
  readonly reference: string;
  readonly slug: string;
  readonly revision: number;
}

/** A delivery that is due, with all its message needs. Reading it reserves nothing. */
export interface DueDelivery {
  readonly id: number;
  readonly message: MessageFacts;
  /** How often it was tried before this time. */
  readonly attempts: number;
}

/** What became of one delivery; `reply` is the server's own words. */
export type DeliveryOutcome =
  | { readonly state: 'accepted' | 'failed' | 'uncertain'; readonly reply: string }
  /** `isOurs`: the server refuses it for a reason that is about us (N13). */
  | { readonly state: 'deferred'; readonly reply: string; readonly retryAt: Date; readonly isOurs?: true }
  /** Not tried, or not the recipient's fault: goes back to the queue. */
  | { readonly state: 'pending'; readonly reply: string };

/** What is left of a notice after a pass. */
export interface NoticeRemainder {
  /** Deliveries not yet at rest. */
  readonly open: number;
  /** Of these, those not tried yet, or on the wire: none once only retries are left. */
  readonly unsent: number;
  /** The earliest retry of a deferred one. */
  readonly nextAttemptAt: Date | null;
  /** The server's words to deliveries that wait because of us (N13); absent when there are none. */
  readonly ours?: string;
}

/** How far a notice is. */
export interface NoticeTally {
  readonly recipients: number;
  readonly accepted: number;
}

/** A prepared notice in figures; the last two say how the audience differs from those who have heard of the window (N5). */
export interface PreparedNotice {
  readonly organizations: number;
  readonly recipients: number;
  readonly newcomers: number;
  readonly leavers: number;
}

/** Which part of a notice's queue to read. */
export interface DueRequest {
  /** Reads on after this delivery; from the start of the queue when left out. */
  readonly after?: DueDelivery | undefined;
  readonly limit: number;
  /** The instant up to which retries are due. */
  readonly now: Date;
}

/** What became of one delivery. */
export interface SettledDelivery {
  readonly id: number;
  readonly outcome: DeliveryOutcome;
}

/** One commit of a fan-out: what became of some deliveries, and which ones go on the wire next. */
export interface LedgerStep {
  readonly settled: readonly SettledDelivery[];
  readonly taken: readonly number[];
  /** What the mails of those that go on the wire say (T1), by delivery. */
  readonly words?: ReadonlyMap<number, Said>;
}

export interface Ledger {
  /** Resolves the audience and writes every delivery row in one statement; repeating it changes nothing. */
  prepare(key: NoticeKey): Promise<PreparedNotice>;
  /**
   * Puts what failed or was suppressed back into the queue, to the inventory's present addresses, and the notice under way
   * again. Repeating it changes nothing more.
   */
  reopen(key: NoticeKey): Promise<void>;
  /**
   * True while this notice must wait for an earlier one of the window: one of its lane that is on its first pass, or, for mail
   * to the provider's own people, one to customers of which nothing has left yet (N14).
   */
  mustWait(key: NoticeKey): Promise<boolean>;
  /** Has deliveries that would be sent in their reader's quiet hours wait until these end (N10). `now` is the workflow's clock. */
  postponeQuiet(key: NoticeKey, now: Date): Promise<void>;
  /** Reads deliveries that are due, in the order they leave. None when the notice has been superseded (N9). */
  due(key: NoticeKey, request: DueRequest): Promise<DueDelivery[]>;
  /**
   * Writes outcomes, each only while still held by `claim`, and marks deliveries as on the wire under `claim`; answers the
   * ids it could mark. Those another attempt holds are left out, and all of them once the notice has been superseded (N9):
   * the check and the mark are one statement. Repeating a step changes nothing.
   */
  commit(key: NoticeKey, claim: string, step: LedgerStep): Promise<number[]>;
  /** Deliveries another attempt left on the wire: counted as uncertain and queued again. Returns how many. */
  recoverLost(key: NoticeKey, claim: string): Promise<number>;
  /** How many deliveries the notice has, and how many of them were accepted. */
  tally(key: NoticeKey): Promise<NoticeTally>;
  /**
   * After a pass: one refusal that many got, while the server took few or none, is an outage of ours (N13). Those deliveries
   * wait again instead of being failed. `now` is the workflow's clock.
   */
  reviseRefusals(key: NoticeKey, now: Date): Promise<void>;
  /** After a pass: what is left, and the notice marked `waiting` when only retries are. */
  remainder(key: NoticeKey): Promise<NoticeRemainder>;
  /** Marks what is still open as superseded when told so, closes the notice and counts. */
  close(key: NoticeKey, as: 'settled' | 'superseded'): Promise<NoticeCounts>;
}

/** A large notice while it is sent: figures only, so that it may be logged anywhere (T4). */
export interface FanOutProgress extends NoticeTally {
  readonly key: NoticeKey;
  /** Accepted since the last report, a second. */
  readonly perSecond: number;
}
