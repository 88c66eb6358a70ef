import { createHash } from 'node:crypto';
import type { InboundStore, ReturnedNotice } from '../activities/ports/inbound';
import type { InboundContext, InboundMail } from '../channels/inbound/read-mail';
import { decideReply, type CalendarReply } from '../domain/delivery/acknowledgement';
import type { ReturnedMail } from '../domain/delivery/bounce';
import type { WrittenMessage } from '../domain/delivery/written-message';
import { isTick } from '../domain/delivery/tick-reply';
import { optional } from '../domain/shared/optional';

/** What can become of a mail. */
export const INBOUND_OUTCOMES = [
  'acknowledged',
  'bounced',
  'ticked',
  'message',
  'unplaced',
  'unreadable',
  'refused',
  'ignored',
] as const;

/** What became of a mail. No address in it. */
export interface InboundResult {
  readonly outcome: (typeof INBOUND_OUTCOMES)[number];
  readonly reference?: string;
  readonly reason?: string;
}

export interface InboundOptions {
  readonly store: InboundStore;
  /** Reads a mail where whatever it holds stalls nobody (T8), see channels/inbound/reading; rejects when that is not possible now. */
  readonly read: (raw: Uint8Array, context: InboundContext) => Promise<InboundMail>;
  /** The host of our UIDs; several where there are brands. */
  readonly domain: string | readonly string[];
  /** See readInboundMail. */
  readonly authservId?: string | undefined;
  /** As addresses are compared: what comes from them is our own. */
  readonly ownMailboxes: readonly string[];
  /** Where messages are passed on to, by whoever `onMessage` wakes; what comes from there is no message. */
  readonly support: string | undefined;
  /** The same of other brands (P7). */
  readonly otherSupport?: readonly string[] | undefined;
  /** A message was kept. */
  readonly onMessage?: () => void;
  /** Somebody has answered about a window: something of it waits for a person, or no longer does. */
  readonly onAnswer?: (reference: string) => void;
  /** Tells a window that deliveries of a notice came back (N13); rejects when it could not be told and has to be, so that the mail comes again. */
  readonly noticeReturned: (notice: ReturnedNotice) => Promise<void>;
  /** UTC ms. */
  readonly clock: () => number;
}

export interface Inbound {
  /**
   * Takes one raw mail. Rejects only when the database, a window or a thread to read in could not be reached: then nothing is
   * lost as long as the mail is handed in again, which changes nothing twice. `recipients`: the envelope's, when it is known.
   */
  readonly receive: (raw: Uint8Array, recipients?: readonly string[]) => Promise<InboundResult>;
}

/**
 * Where mail comes in: answers to invitations (C5), mail that comes back (C1), and what people write (N15), which changes nothing
 * and is kept for a person to read; except a list of customers that is answered with "told" (N12).
 */
export function createInbound(options: InboundOptions): Inbound {
  const { store, read, domain, authservId, noticeReturned, clock } = options;
  const support = [...(options.support === undefined ? [] : [options.support]), ...(options.otherSupport ?? [])];
  const ours = new Set([...options.ownMailboxes, ...support]);
  return {
    async receive(raw, recipients = []) {
      const mail = await read(raw, { authservId, recipients });
      switch (mail.kind) {
        case 'reply':
          return answer(mail.reply, mail.message, raw.length);
        case 'returned':
          return returned(mail.mail, raw);
        case 'automatic':
          return { outcome: 'ignored', reason: 'it was written by a machine' };
        case 'written':
          return written(mail.message, raw.length, mail.fault);
        case 'unreadable':
          await store.keepUnreadable(raw, mail.fault, clock());
          return { outcome: 'unreadable', reason: mail.fault };
      }
    },
  };

  async function answer(reply: CalendarReply, message: WrittenMessage, size: number): Promise<InboundResult> {
    const decision = await decideReply(reply, domain, (reference, organization) =>
      store.onRecord(reference, organization),
    );
    if ('refusal' in decision) return written(message, size, decision.refusal.reason);
    const { acknowledgement } = decision;
    const stampedAt = Date.parse(reply.stamp);
    const stands = await store.acknowledge({
      ...acknowledgement,
      ...{ id: idOf(reply), at: clock(), via: 'calendar-reply' },
      ...(Number.isNaN(stampedAt) ? {} : { stampedAt }),
    });
    options.onAnswer?.(acknowledgement.reference);
    if (!stands) return refuse(acknowledgement.reference, 'they had given another answer after it');
    return { outcome: 'acknowledged', reference: acknowledgement.reference };
  }

  /** `reason`: why the calendar's answer it carries is no acknowledgement. */
  async function written(message: WrittenMessage, size: number, reason?: string): Promise<InboundResult> {
    if (ours.has(message.from)) return { outcome: 'ignored', reason: 'it comes from a mailbox of our own' };
    // a list that is answered with nothing but "told" (N12); what our mail server could not confirm is for a person
    const isTicking = reason === undefined && message.isVerified !== false && !message.isCut && isTick(message.text);
    const ticked = isTicking ? await store.tick(message, clock()) : undefined;
    if (ticked !== undefined) return { outcome: 'ticked', reference: ticked };
    const placed = await store.place(message);
    const isForwarded = support.length > 0;
    const kept = { message, placed, size, at: clock(), isForwarded, ...optional({ reason }) };
    if (await store.keepMessage(kept)) {
      options.onMessage?.();
      if (placed.reference !== undefined) options.onAnswer?.(placed.reference);
    }
    return { outcome: 'message', ...optional({ reference: placed.reference, reason }) };
  }

  async function returned(mail: ReturnedMail, raw: Uint8Array): Promise<InboundResult> {
    const { notices, unplaced } = await store.returned(mail);
    // a window that was told before hears the same again
    for (const notice of notices) await noticeReturned(notice);
    const [reason] = unplaced;
    if (reason !== undefined) await store.keepUnplaced(raw, reason, clock());
    const [notice] = notices;
    if (notice) return { outcome: 'bounced', reference: notice.reference };
    return reason === undefined
      ? { outcome: 'ignored', reason: 'it reports nothing that changes a delivery of ours' }
      : { outcome: 'unplaced', reason };
  }

  async function refuse(reference: string, reason: string): Promise<InboundResult> {
    await store.refuse(reference, reason, clock());
    return { outcome: 'refused', reference, reason };
  }
}

/** Of what is answered and how, so that the same answer sent twice is one. */
function idOf({ uid, sequence, answer, stamp, attendee }: CalendarReply): string {
  return createHash('sha256').update([uid, sequence, answer, stamp, attendee].join('\n')).digest('hex').slice(0, 32);
}
