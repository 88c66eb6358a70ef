import type { Acting } from '../../domain/audit/doors';
import type { Acknowledgement, AnsweredVia, ToldEvent } from '../../domain/delivery/acknowledgement';
import type { ReturnedMail } from '../../domain/delivery/bounce';
import type { PlacedBy, WriterKnownBy, WrittenMessage } from '../../domain/delivery/written-message';
import type { NoticeCounts, NoticeId } from '../../domain/notices/notice';

/** What reading incoming mail needs from outside (C5, C1). */

/** An answer that counts. */
export interface IncomingAcknowledgement extends Acknowledgement {
  /** The same for the same mail read again, so that handing it in twice is harmless; of a request who made it and a new one. */
  readonly id: string;
  /** When it came in, UTC ms. */
  readonly at: number;
  /** When it was given, as it says itself (DTSTAMP), UTC ms; what is later than `at`, or absent, counts as `at`. */
  readonly stampedAt?: number;
  readonly via: AnsweredVia;
  /** Who answers by the API or the portal; an answer by a calendar says it itself. */
  readonly acting?: Acting;
}

/** A notice with deliveries that came back after they had been accepted. */
export interface ReturnedNotice {
  readonly reference: string;
  readonly notice: NoticeId;
  /** Where its deliveries stand now. */
  readonly counts: NoticeCounts;
  /** The reason in the report's words, without addresses (T4). */
  readonly words: string;
}

export interface ReturnedOnRecord {
  readonly notices: readonly ReturnedNotice[];
  /** Why something could not be placed, in words without addresses. */
  readonly unplaced: readonly string[];
}

/** What a message is about, and whose person wrote it, as far as that is known. */
export interface PlacedMessage {
  readonly reference?: string;
  readonly placedBy?: PlacedBy;
  readonly organizationId?: string;
  readonly writerKnownBy?: WriterKnownBy;
}

/** A message as it is kept. */
export interface KeptMessage {
  readonly message: WrittenMessage;
  readonly placed: PlacedMessage;
  /** Why its calendar's answer is no acknowledgement, without addresses. */
  readonly reason?: string;
  /** Bytes of the whole mail. */
  readonly size: number;
  /** When it came in, UTC ms. */
  readonly at: number;
  /** There is a mailbox of support to pass it on to. */
  readonly isForwarded: boolean;
}

/** What is on record, and what is written down of a mail. */
export interface InboundStore {
  onRecord(reference: string, organizationId: string): Promise<ToldEvent | undefined>;
  /**
   * Keeps an answer. Of answers to the same version the one given last stands, in whatever order they come: false for one that
   * a later one had overtaken.
   */
  acknowledge(acknowledgement: IncomingAcknowledgement): Promise<boolean>;
  /** One line for people on the window's timeline: what came in at `at` and changed nothing, and why. No address in it (T4). */
  refuse(reference: string, reason: string, at: number): Promise<void>;
  /** Writes down what a mail reports as given up, all of it in one transaction. Repeating it changes nothing and answers the same. */
  returned(mail: ReturnedMail): Promise<ReturnedOnRecord>;
  /** Keeps a mail nobody could place, with a task for a person; the same one again changes nothing. `reason` without addresses. */
  keepUnplaced(raw: Uint8Array, reason: string, at: number): Promise<void>;
  /** Keeps a mail nobody can read, with a task for a person; the same one again changes nothing. `reason` without addresses. */
  keepUnreadable(raw: Uint8Array, reason: string, at: number): Promise<void>;
  /** Which window a message is about, and whose person wrote it. */
  place(message: WrittenMessage): Promise<PlacedMessage>;
  /**
   * Ticks off the list of customers that the message answers (N12), where whom it went to writes; the window's reference. Undefined where
   * that is not so, or not for certain. `at`: UTC ms.
   */
  tick(message: WrittenMessage, at: number): Promise<string | undefined>;
  /** Keeps a message, with a task for a person (N15). False for one that was kept before: nothing changes then. */
  keepMessage(kept: KeptMessage): Promise<boolean>;
}
