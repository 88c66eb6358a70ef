import type { MessageFacts } from '../domain/message';
import type { NoticeCounts } from '../domain/notice';
import type { RecordedEvent } from '../domain/window/events';
import type { BegunNotice } from '../domain/window/facts';
import type { WindowView } from '../domain/window/view';

/** What the activities need of the world. Adapters stand in store/ and channels/; a fake is an object literal. */

/** A step of a window's life: new events, the read model after them, and the notices they began. */
export interface TimelineEntry {
  readonly reference: string;
  readonly events: readonly RecordedEvent[];
  readonly view: WindowView;
  readonly notices: readonly BegunNotice[];
}

export interface Timeline {
  /** Timeline rows, read model, begun notices and RFO texts in one transaction; repeating it changes nothing. */
  record(entry: TimelineEntry): Promise<void>;
}

/** Which notice, as the ledger names it. */
export interface NoticeKey {
  readonly reference: string;
  readonly slug: string;
  readonly revision: number;
}

/** A delivery claimed for sending, with all its message needs. */
export interface ClaimedDelivery {
  readonly id: number;
  readonly message: MessageFacts;
  /** How often it was tried before this time. */
  readonly attempts: number;
}

/** What became of one delivery; `reply` is the server's own words. */
export type DeliveryOutcome =
  | { readonly state: 'accepted' | 'failed' | 'uncertain'; readonly reply: string }
  | { readonly state: 'deferred'; readonly reply: string; readonly retryAt: Date }
  /** Not tried, or not the recipient's fault: goes back to the queue. */
  | { readonly state: 'pending'; readonly reply: string };

/** What is left of a notice after a pass. */
export interface NoticeRemainder {
  /** Deliveries not yet at rest. */
  readonly open: number;
  /** The earliest retry of a deferred one. */
  readonly nextAttemptAt: Date | null;
}

/** A prepared notice in figures; the last two say how the audience differs from those who have heard of the window (N5). */
export interface PreparedNotice {
  readonly organizations: number;
  readonly recipients: number;
  readonly newcomers: number;
  readonly leavers: number;
}

export interface Ledger {
  /** Resolves the audience and writes every delivery row in one statement; repeating it changes nothing. */
  prepare(key: NoticeKey): Promise<PreparedNotice>;
  /**
   * Puts what failed or was suppressed back into the queue, to the inventory's present addresses, and the notice under way
   * again. Repeating it changes nothing more.
   */
  reopen(key: NoticeKey): Promise<void>;
  /** True while an earlier notice of the window is on its first pass: notices of a window leave in order. */
  isEarlierUnderWay(key: NoticeKey): Promise<boolean>;
  /**
   * Takes up to `limit` deliveries that are due, marked with `claim`. None when the notice has been superseded (N9): the
   * check and the claim are one statement.
   */
  claim(key: NoticeKey, claim: string, limit: number, now: Date): Promise<ClaimedDelivery[]>;
  /** Writes outcomes, each only while still held by `claim`. */
  settle(claim: string, outcomes: readonly { id: number; outcome: DeliveryOutcome }[]): Promise<void>;
  /** Deliveries another attempt left in the middle of sending: counted as uncertain and queued again. Returns how many. */
  recoverLost(key: NoticeKey, claim: string): Promise<number>;
  /** After a pass: what is left, and the notice marked `waiting` when only retries are. */
  remainder(key: NoticeKey): Promise<NoticeRemainder>;
  /** Marks what is still open as superseded when told so, closes the notice and counts. */
  close(key: NoticeKey, as: 'settled' | 'superseded'): Promise<NoticeCounts>;
}

/** A message ready for the wire. */
export interface OutgoingMail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The date the message bears. */
  readonly date: Date;
}

/** The server's verdict on one message (RFC 5321); see docs/delivery.md for which case is which. */
export type MailVerdict =
  | { readonly verdict: 'accepted'; readonly reply: string }
  /** 4xx for this recipient or message: later. */
  | { readonly verdict: 'deferred'; readonly reply: string }
  /** 5xx for this recipient or message: never again. */
  | { readonly verdict: 'refused'; readonly reply: string }
  /** The connection was lost after the message was out: it may have arrived. */
  | { readonly verdict: 'unknown'; readonly reply: string }
  /** No connection, no TLS, no login, sender refused: nothing to do with the recipient. */
  | { readonly verdict: 'unavailable'; readonly reply: string };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<MailVerdict>;
  /** How many messages may be under way at once. */
  readonly connections: number;
  close(): void;
}

export interface MessageRenderer {
  /** Throws when the template fails for this recipient. */
  render(message: MessageFacts): Promise<OutgoingMail>;
}

export interface Ports {
  readonly timeline: Timeline;
  readonly ledger: Ledger;
  readonly mail: MailTransport;
  readonly renderer: MessageRenderer;
}
