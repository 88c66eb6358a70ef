import type { Acknowledgement, ReplyStanding } from '../../domain/delivery/acknowledgement';
import type { DeliveryReport } from '../../domain/delivery/bounce';

/** What the door for incoming mail needs of the world (C5, C1). */

/** An answer that counts. */
export interface IncomingAcknowledgement extends Acknowledgement {
  /** The same for the same mail read again: what makes handing it in twice harmless. */
  readonly id: string;
  /** When it came in, UTC ms. */
  readonly at: number;
  readonly via: 'calendar-reply';
}

/** What is on record, and what is written down of a mail. */
export interface InboundStore {
  standing(reference: string, organizationId: string): Promise<ReplyStanding | undefined>;
  acknowledge(acknowledgement: IncomingAcknowledgement): Promise<void>;
  /** One line for people on the window's timeline: what came in at `at` and changed nothing, and why. No address in it (T4). */
  refuse(reference: string, reason: string, at: number): Promise<void>;
  /** Writes a bounce down; the window it belongs to, or undefined when it changed nothing. */
  returned(messageId: string, report: DeliveryReport): Promise<string | undefined>;
  /** The window of a mail we sent, by its Message-ID; undefined for any other. */
  windowOf(messageId: string): Promise<string | undefined>;
}
