import PostalMime, { type Email } from 'postal-mime';
import type { CalendarReply } from '../../domain/delivery/acknowledgement';
import { commentIn, readCalendarReply } from './calendar-reply';
import type { ReturnedMail } from '../../domain/delivery/bounce';
import type { WrittenMessage } from '../../domain/delivery/written-message';
import { optional } from '../../domain/shared/optional';
import { passedDmarc } from './authentication-results';
import { readReturnedMail } from './delivery-report';
import { readablePart } from './readable-part';
import { writerOf, writtenIn } from './written';

/** A mail that came in, for what it is to us. */
export type InboundMail =
  /** An answer by calendar; `message` is the mail itself, for a person, in case the answer does not count. */
  | { readonly kind: 'reply'; readonly reply: CalendarReply; readonly message: WrittenMessage }
  | { readonly kind: 'returned'; readonly mail: ReturnedMail }
  /** Out of office and the like. */
  | { readonly kind: 'automatic' }
  /** For a person to read (N15); `fault`: why the calendar object it carries is no answer that counts, without addresses. */
  | { readonly kind: 'written'; readonly message: WrittenMessage; readonly fault?: string }
  /** `fault` without addresses. */
  | { readonly kind: 'unreadable'; readonly fault: string };

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
  const part = readablePart(raw);
  const mail = await PostalMime.parse(part.bytes, {
    attachmentEncoding: 'utf8',
    // a returned copy is looked into, never taken for the mail's own text
    forceRfc822Attachments: true,
    maxNestingDepth: DEEPEST,
  }).catch(() => undefined);
  if (!mail) return { kind: 'unreadable', fault: 'it is not a mail that can be read' };
  const returned = readReturnedMail(mail, recipients);
  if (returned) return { kind: 'returned', mail: returned };
  const from = writerOf(mail);
  const isVerified =
    authservId === undefined ? undefined : passedDmarc(headersOf(mail, 'authentication-results'), authservId, from);
  const known = { from, recipients, isVerified, isCut: part.isCut };
  const calendar = calendarIn(mail);
  if (calendar === undefined) {
    return isAutomatic(mail) ? { kind: 'automatic' } : { kind: 'written', message: writtenIn(mail, known) };
  }
  const read = readCalendarReply(calendar);
  const { uid, answer } = read;
  const said = { ...optional({ uid, answer }), comment: commentIn(calendar) };
  const message = writtenIn(mail, { ...known, calendar: said });
  if (from === undefined) return { kind: 'written', message, fault: 'it must have exactly one sender' };
  if ('fault' in read) return { kind: 'written', message, fault: read.fault };
  if (isVerified === false) {
    return { kind: 'written', message, fault: 'the mail server could not confirm its sender' };
  }
  return { kind: 'reply', reply: { ...read, from }, message };
}

function headersOf({ headers }: Email, name: string): string[] {
  return headers.filter(({ key }) => key === name).map(({ value }) => value);
}

/** Servers often add the same as a file. */
function calendarIn({ attachments }: Email): string | undefined {
  const types = ['text/calendar', 'application/ics'];
  const part = types.map((type) => attachments.find(({ mimeType }) => mimeType === type)).find((found) => found);
  return typeof part?.content === 'string' ? part.content : undefined;
}

/** How the subject of an answer begins that a mail program gave for its owner, where no header says so. */
const AWAY =
  /^\s*(automatic reply|auto[- ]?reply|out of office( auto[- ]?reply)?|abwesenheitsnotiz|automatische antwort|réponse automatique)\s*:/i;

/** RFC 3834, and what was in use before it. */
function isAutomatic({ headers, subject = '' }: Email): boolean {
  if (AWAY.test(subject)) return true;
  return headers.some(
    ({ key, value }) =>
      (key === 'auto-submitted' && !/^\s*no\b/i.test(value)) ||
      (key === 'precedence' && /^\s*(auto_reply|bulk|junk|list)\b/i.test(value)) ||
      key === 'x-autoreply' ||
      key === 'x-autorespond',
  );
}
