import { createHash } from 'node:crypto';
import type { InboundStore, ReturnedNotice } from '../activities/ports/inbound';
import { decideReply, type CalendarReply } from '../domain/delivery/acknowledgement';
import { readInboundMail } from '../channels/inbound/read-mail';
import type { ReturnedMail } from '../domain/delivery/bounce';
import { optional } from '../domain/shared/optional';

/** What became of a mail. No address in it. */
export interface InboundResult {
  readonly outcome: 'acknowledged' | 'bounced' | 'unplaced' | 'refused' | 'ignored';
  readonly reference?: string;
  readonly reason?: string;
}

export interface InboundOptions {
  readonly store: InboundStore;
  /** The host of our UIDs. */
  readonly domain: string;
  /** See readInboundMail. */
  readonly authservId?: string | undefined;
  /** Tells a window that deliveries of a notice came back (N13); rejects when it could not be told and has to be, so that the mail comes again. */
  readonly noticeReturned: (notice: ReturnedNotice) => Promise<void>;
  /** UTC ms. */
  readonly clock: () => number;
}

export interface Inbound {
  /**
   * Takes one raw mail. Rejects only when the database or a window could not be reached: then nothing is lost as long as the
   * mail is handed in again, which changes nothing twice. `recipients`: the envelope's, when it is known.
   */
  receive(raw: Uint8Array, recipients?: readonly string[]): Promise<InboundResult>;
}

/** The door for incoming mail (C5, C1): answers to invitations, and mail that comes back. Whatever else comes changes nothing. */
export function createInbound({ store, domain, authservId, noticeReturned, clock }: InboundOptions): Inbound {
  return {
    async receive(raw, recipients = []) {
      const mail = await readInboundMail(raw, { authservId, recipients });
      switch (mail.kind) {
        case 'reply':
          return answer(mail.reply);
        case 'returned':
          return returned(mail.mail, raw);
        case 'automatic':
          return { outcome: 'ignored', reason: 'it was written by a machine' };
        case 'unusable':
          return refuse(await windowAnswered(mail.answers), mail.fault);
      }
    },
  };

  async function answer(reply: CalendarReply): Promise<InboundResult> {
    const decision = await decideReply(reply, domain, (reference, organization) =>
      store.standing(reference, organization),
    );
    if ('refusal' in decision) return refuse(decision.refusal.reference, decision.refusal.reason);
    const { acknowledgement } = decision;
    const stampedAt = Date.parse(reply.stamp);
    const stands = await store.acknowledge({
      ...acknowledgement,
      ...{ id: idOf(reply), at: clock(), via: 'calendar-reply' },
      ...(Number.isNaN(stampedAt) ? {} : { stampedAt }),
    });
    if (!stands) return refuse(acknowledgement.reference, 'they had given another answer after it');
    return { outcome: 'acknowledged', reference: acknowledgement.reference };
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

  async function refuse(reference: string | undefined, reason: string): Promise<InboundResult> {
    if (reference !== undefined) await store.refuse(reference, reason, clock());
    return { outcome: 'refused', ...optional({ reference }), reason };
  }

  async function windowAnswered(messageIds: readonly string[]): Promise<string | undefined> {
    for (const messageId of messageIds) {
      const reference = await store.windowOf(messageId);
      if (reference !== undefined) return reference;
    }
    return undefined;
  }
}

/** Of what is answered and how, so that the same answer sent twice is one. */
function idOf({ uid, sequence, answer, stamp, attendee }: CalendarReply): string {
  return createHash('sha256').update([uid, sequence, answer, stamp, attendee].join('\n')).digest('hex').slice(0, 32);
}
