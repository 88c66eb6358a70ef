import type { Channel } from '../domain/channels';
import type { Refusal } from '../domain/errors';
import type { MessageFacts } from '../domain/message';
import type { NoticeCounts } from '../domain/notice';
import type { WebhookOutcome, WebhookVerdict } from '../domain/webhook-delivery';
import type { Phase } from '../domain/window/types';
import type { RecordedEvent } from '../domain/window/events';

/** What the activities need of the world. Adapters stand in store/ and channels/; a fake is an object literal. */

/** A step of a window's life: its new events, numbered on from the last step's. */
export interface TimelineEntry {
  readonly reference: string;
  readonly events: readonly RecordedEvent[];
}

/** What became of a step; with a `refusal` nothing was written, and the step has not happened. */
export interface RecordedStep {
  readonly refusal?: Refusal;
}

export interface Timeline {
  /**
   * Timeline rows, read model, begun notices and RFO texts in one transaction; repeating it changes nothing. A step that
   * changes the plan is checked there against other plans (L9) and against what newcomers are promised (N11), so that of two
   * steps that cannot both be only one is written. Throws when events before these are missing.
   */
  record(entry: TimelineEntry): Promise<RecordedStep>;
}

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
  /** After a pass: what is left, and the notice marked `waiting` when only retries are. */
  remainder(key: NoticeKey): Promise<NoticeRemainder>;
  /** Marks what is still open as superseded when told so, closes the notice and counts. */
  close(key: NoticeKey, as: 'settled' | 'superseded'): Promise<NoticeCounts>;
}

/** A stretch of a body. Mails that have it in common share the object, so that what was made of it once can be kept. */
export interface BodyPiece {
  readonly text: string;
}

/** A message ready for the wire. */
export interface OutgoingMail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same two bodies, each in pieces that make it up when joined; for transports that send many. */
  readonly pieces?: { readonly text: readonly BodyPiece[]; readonly html: readonly BodyPiece[] } | undefined;
  /**
   * The one calendar object the mail carries (C5), with CRLF; without a method it is an attachment for programs. Mails that
   * share it share the object.
   */
  readonly calendar?: { readonly method: string | null; readonly text: string };
  /** Without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Where one request ends mails of this sort (List-Unsubscribe, RFC 8058); absent where they cannot be done without. */
  readonly unsubscribe?: string;
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

/** One message of a job, by the id its caller knows it by. */
export interface JobMessage {
  readonly id: number;
  readonly mail: OutgoingMail;
}

/**
 * Messages to send, handed over one by one, with the bookkeeping that must come first. A transport asks for the next message
 * when a connection has room, may tell the server its envelope, and writes its body only after `take` said yes *and* the
 * connection's previous `settled` resolved: so a crash repeats at most one message per open connection (N8).
 */
export interface MailJob {
  /** The next message, or undefined when there is none left. */
  readonly next: () => Promise<JobMessage | undefined>;
  /** Marks the message as on the wire; false when it must not be sent (any more). A message not taken is not settled. */
  readonly take: (id: number) => Promise<boolean>;
  /** Resolves once the verdict on a taken message is committed. */
  readonly settled: (id: number, verdict: MailVerdict) => Promise<void>;
  /** No message is begun after it aborts; what is on the wire is waited for and settled. */
  readonly signal: AbortSignal;
}

/** How a job ended. */
export interface JobEnd {
  /** The mail server could not be used, and messages are left: its words. */
  readonly unavailable?: string;
}

export interface MailTransport {
  /**
   * Sends the job's messages over as many connections as there are; jobs that run at the same time share them message by
   * message. Rejects only with what the job's own functions rejected with, after what was on the wire has its answer.
   */
  run(job: MailJob): Promise<JobEnd>;
  /** Ends the connections. A job still running ends as unavailable. */
  close(): void;
}

export interface MessageRenderer {
  /** Throws when the template fails for this recipient. */
  render(message: MessageFacts): Promise<OutgoingMail>;
}

/** A large notice while it leaves: figures only, so that it can stand in any log (T4). */
export interface FanOutProgress extends NoticeTally {
  readonly key: NoticeKey;
  /** Accepted since the last report, a second. */
  readonly perSecond: number;
}

/** What a run over a series did. */
export interface SeriesProgress {
  /** Nothing is opened unless `active`; `unknown` when the database has no such series. */
  readonly state: 'active' | 'paused' | 'ended' | 'unknown';
  /** References of the windows that are open since this run. */
  readonly opened: string[];
  /** Nights that have no window, by their dates; the reasons are in the database. */
  readonly refused: string[];
}

export interface SeriesNights {
  /**
   * Opens every night of the series that is due, each once however often it is tried. Throws when some have to wait, after it
   * has tried the others, and before the next night once `isStopped` says so.
   */
  openDue(seriesId: string, isStopped: () => boolean): Promise<SeriesProgress>;
}

/** Wakes the loops of a window's channels (C7); where none is configured there is no such port. */
export interface ChannelWaker {
  /** Each of them that is in use looks at the record once more; waking twice is as good as once. */
  wake(reference: string, concerned: ReadonlySet<Channel>): Promise<void>;
}

export interface Ports {
  readonly timeline: Timeline;
  readonly channels?: ChannelWaker | undefined;
  readonly ledger: Ledger;
  readonly series: SeriesNights;
  readonly mail: MailTransport;
  readonly renderer: MessageRenderer;
  /** Told about every second how far a notice is that takes longer than that, and once when such a pass ends. */
  readonly onProgress?: ((progress: FanOutProgress) => void) | undefined;
  /** None when no page outside is configured. */
  readonly statusPage?: StatusPageChannel | undefined;
  /** None when no internal chat is configured. */
  readonly slack?: ChatChannel | undefined;
  readonly webhooks: Webhooks;
  /** The window's phase on record; undefined when it is not on record. */
  windowPhase(reference: string): Promise<Phase | undefined>;
}

/**
 * What became of an attempt to make the outside equal to the window. `behind` says why not, without customers' data (T4), and is
 * retried; `retryInMs`: earlier cannot help.
 */
export type ChannelOutcome =
  | {
      readonly converged: true;
      /** Requests it took. */
      readonly calls: number;
      /** What somebody had changed by hand, in words; repaired, or left where so configured. */
      readonly drift?: readonly string[];
    }
  | { readonly behind: string; readonly retryInMs?: number };

/** A status page kept by another service (C3). */
export interface StatusPageChannel {
  /**
   * Makes the window's entry equal to the read model and tells each step once. May be repeated, killed anywhere and be late.
   * Does nothing for a window the public does not know (N7). Rejects when the database cannot be used.
   */
  converge(reference: string): Promise<ChannelOutcome>;
}

/** The provider's internal chat (C4). */
export interface ChatChannel {
  /**
   * Makes the window's thread equal to the read model and tells each update once; private windows, too. May be repeated, killed
   * anywhere and be late. Rejects when the database cannot be used.
   */
  converge(reference: string): Promise<ChannelOutcome>;
}

/** Webhooks as a window needs them (C6, C7). Ids and figures only; addresses, secrets and texts stay in the store (T4). */
export interface Webhooks {
  /** Writes the webhooks of the window's events since the last time; repeating it creates nothing. */
  fanOut(reference: string): Promise<{ readonly created: number }>;
  /**
   * Posts what is due, the webhooks of one endpoint in order. `now` is the workflow's clock (UTC ms), which retries follow.
   * `open` are those not yet at rest; the earliest of them may be tried again in `retryInMs`.
   */
  deliver(reference: string, now: number, options?: { readonly signal?: AbortSignal }): Promise<WebhookRemainder>;
}

export interface WebhookRemainder {
  readonly open: number;
  readonly retryInMs?: number;
}

/** A webhook under way, with all that posting it needs. */
export interface WebhookPost {
  readonly id: number;
  readonly endpointId: string;
  readonly organizationId: string;
  /** null for a test. */
  readonly reference: string | null;
  readonly url: string;
  /** The same at every attempt: the receiver's key against repeats. */
  readonly webhookId: string;
  readonly payload: string;
  /** The secret, and during a rotation the one before it: each signs. */
  readonly secrets: readonly string[];
  /** This one included. */
  readonly attempts: number;
  /** For how long nothing has got through to the endpoint, in ms by the real clock; 0 when the last one did. */
  readonly failingForMs: number;
}

export interface WebhookLedger {
  fanOut(reference: string): Promise<{ readonly created: number }>;
  /** Endpoints whose first open webhook of the window is due. */
  dueEndpoints(reference: string, now: number): Promise<string[]>;
  /**
   * Takes the endpoint's first open webhook of the window when it is due and nobody else is posting it. What an earlier attempt
   * took and never settled can be taken again when its lease has run out.
   */
  take(reference: string, endpointId: string, claim: string, now: number): Promise<WebhookPost | undefined>;
  /** Takes this one, due or not, whatever its state; undefined while somebody else is posting it. It counts as no attempt. */
  takeById(endpointId: string, id: number, claim: string): Promise<WebhookPost | undefined>;
  /** Writes the outcome while the claim holds, and switches the endpoint off when the outcome says so. */
  settle(post: WebhookPost, claim: string, outcome: WebhookOutcome, now: number): Promise<void>;
  /** What an attempt by hand came to: a success delivers it, a failure leaves it as it was, with the answer on record. */
  settleByHand(post: WebhookPost, claim: string, verdict: WebhookVerdict, now: number): Promise<void>;
  remainder(reference: string, now: number): Promise<WebhookRemainder>;
}

export interface WebhookSender {
  /** Signs and posts; whatever happens is a verdict. Rejects only when `signal` aborts. */
  post(
    post: Pick<WebhookPost, 'url' | 'webhookId' | 'payload' | 'secrets'>,
    signal?: AbortSignal,
  ): Promise<WebhookVerdict>;
}

/** Tells an endpoint's owner what happened to it. */
export interface OwnerNotices {
  /** Repeating it tells nothing twice. */
  tellOwner(about: {
    readonly reference: string;
    readonly organizationId: string;
    readonly endpointId: string;
    readonly reason: string;
  }): Promise<void>;
}
