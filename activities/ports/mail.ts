import type { MessageFacts } from '../../domain/notices/message';
import type { Said } from '../../domain/proof/said';

/** Mails: their content and how they are sent (C1). */

/** A part of a body. Mails with the same part share the object, so that work on it is done once. */
export interface BodyPiece {
  readonly text: string;
}

/** An image that stands in the HTML body as `cid:<id>`. Mails that show it share the object. */
export interface InlineImage {
  readonly id: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** A message ready for the wire. */
export interface OutgoingMail {
  /** As which brand it is sent (P7): its sender, Reply-To and signature; the default one's when left out. */
  readonly brand?: string;
  readonly to: { readonly name: string; readonly address: string };
  /** Where an answer to this mail goes, an address in ASCII; where answers to all our mails go (N15) when left out. */
  readonly replyTo?: string;
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
  /** Belongs to the HTML body. */
  readonly image?: InlineImage;
  /** The envelope's sender, where reports about this mail go (VERP); the transport's own sender when left out. */
  readonly returnPath?: string;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Where one request ends mails of this sort (List-Unsubscribe, RFC 8058); absent for mails that are not optional. */
  readonly unsubscribe?: string;
  /** The date the message bears. */
  readonly date: Date;
  /** What is kept of its words (T1); mails that say the same share the text. */
  readonly said?: Said;
}

/** The server's verdict on one message (RFC 5321); see docs/delivery.md for which case is which. */
export type MailVerdict =
  | { readonly verdict: 'accepted'; readonly reply: string }
  /** 4xx for this recipient or message: later. */
  | { readonly verdict: 'deferred'; readonly reply: string }
  /** 5xx that is about us (N13): the relay, our sender, login, rate or reputation. Nothing to do with the recipient. */
  | { readonly verdict: 'blocked'; readonly reply: string }
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
  /** Sent before jobs that are not urgent (N14). */
  readonly isUrgent?: boolean;
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
