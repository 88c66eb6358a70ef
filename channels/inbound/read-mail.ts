import PostalMime, { type Email } from 'postal-mime';
import type { CalendarReply } from '../../domain/delivery/acknowledgement';
import { readCalendarReply } from './calendar-reply';
import type { ReturnedMail } from '../../domain/delivery/bounce';
import { addressKey } from '../../domain/delivery/address-form';
import { readReturnedMail } from './delivery-report';
import { readablePart } from './readable-part';

/** A mail that came in, for what it is to us. */
export type InboundMail =
  | { readonly kind: 'reply'; readonly reply: CalendarReply }
  | { readonly kind: 'returned'; readonly mail: ReturnedMail }
  /** Out of office and the like. */
  | { readonly kind: 'automatic' }
  | {
      readonly kind: 'unusable';
      /** Why, in words without addresses. */
      readonly fault: string;
      /** Message-IDs it answers, the latest first. */
      readonly answers: readonly string[];
    };

/** Deeper is no mail that anybody wrote. */
const DEEPEST = 30;

/** What is known of a mail besides its bytes. */
export interface InboundContext {
  /** Our own mail server's name in Authentication-Results: with it, an answer counts only when that server passed its sender. */
  readonly authservId?: string | undefined;
  /** The envelope's recipients, when it is known. */
  readonly recipients?: readonly string[];
}

/**
 * Reads a raw message (RFC 5322), as far as readable-part.ts lets it. Whatever the bytes hold, it answers: broken MIME is read
 * as far as it goes.
 */
export async function readInboundMail(
  raw: Uint8Array,
  { authservId, recipients = [] }: InboundContext = {},
): Promise<InboundMail> {
  const mail = await PostalMime.parse(readablePart(raw), {
    attachmentEncoding: 'utf8',
    // a returned copy is looked into, never taken for the mail's own text
    forceRfc822Attachments: true,
    maxNestingDepth: DEEPEST,
  }).catch(() => undefined);
  if (!mail) return { kind: 'unusable', fault: 'it is not a mail that can be read', answers: [] };
  const returned = readReturnedMail(mail, recipients);
  if (returned) return { kind: 'returned', mail: returned };
  const unusable = (fault: string): InboundMail => ({ kind: 'unusable', fault, answers: answersOf(mail) });
  const calendar = calendarIn(mail);
  if (calendar === undefined) {
    return isAutomatic(mail) ? { kind: 'automatic' } : unusable('it is a written answer, without one for the calendar');
  }
  const from = senderOf(mail);
  if (from === undefined) return unusable('it must have exactly one sender');
  const read = readCalendarReply(calendar);
  if ('fault' in read) return unusable(read.fault);
  if (authservId !== undefined && !isAuthentic(mail, authservId)) {
    return unusable('the mail server could not confirm its sender');
  }
  return { kind: 'reply', reply: { ...read, from } };
}

/** Servers often add the same as a file. */
function calendarIn({ attachments }: Email): string | undefined {
  const types = ['text/calendar', 'application/ics'];
  const part = types.map((type) => attachments.find(({ mimeType }) => mimeType === type)).find((found) => found);
  return typeof part?.content === 'string' ? part.content : undefined;
}

/** As addresses are compared; undefined when there are several, or a group: which one is meant would be a guess. */
function senderOf(mail: Email): string | undefined {
  const headers = mail.headers.filter(({ key }) => key === 'from');
  const address = headers.length === 1 ? mail.from?.address : undefined;
  return address && addressKey(address);
}

/** RFC 3834, and what was in use before it. */
function isAutomatic({ headers }: Email): boolean {
  return headers.some(
    ({ key, value }) =>
      (key === 'auto-submitted' && !/^\s*no\b/i.test(value)) ||
      (key === 'precedence' && /^\s*(auto_reply|bulk|junk|list)\b/i.test(value)) ||
      key === 'x-autoreply' ||
      key === 'x-autorespond',
  );
}

/** The latest word of that server, which stands first; it is the one to remove those that others wrote in its name. */
function isAuthentic({ headers }: Email, authservId: string): boolean {
  const results = headers
    .filter(({ key }) => key === 'authentication-results')
    .map(({ value }) => value.trim())
    .find((value) => value.toLowerCase().split(/[\s;]/)[0] === authservId.toLowerCase());
  return results !== undefined && /;\s*dmarc\s*=\s*pass\b/i.test(results);
}

function answersOf({ inReplyTo, references }: Email): string[] {
  const ids = [inReplyTo, references].flatMap((text) => (text?.match(/<[^<>\s]+>/g) ?? []).toReversed());
  return [...new Set(ids.map((id) => id.slice(1, -1)))].slice(0, 20);
}
