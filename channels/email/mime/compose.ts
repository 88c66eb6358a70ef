import type { InlineImage, OutgoingMail } from '../../../activities/ports/mail';
import { encodeBody } from './body';
import { imageOf, related, type ImagePart } from './image';
import { part, type WireBody } from './part';
import { createPieceEncoder, readyOf, stuffed } from './pieces';
import { BOUNDARY_START } from './limits';
import { dateHeader, idsHeader, isAscii, mailboxHeader, textHeader, wireAddress } from './headers';

/** What readers call the attachment with the event. */
export const CALENDAR_FILE = 'maintenance.ics';

/** Says that one POST to the address in List-Unsubscribe is enough (RFC 8058 §3.1). */
export const ONE_CLICK = ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'] as const;

/** What the way to the server allows. */
export interface WireForm {
  /** Bytes beyond ASCII may go as they are (8BITMIME). Never for a message that is signed: a relay may have to recode it. */
  readonly eightBit: boolean;
}

/** A message as it goes over the wire, but for dot-stuffing and a signature. */
export interface ComposedMail {
  /** Header lines, each with its CRLF; the empty line after them is not in it. */
  readonly headers: string;
  /** Ends with CRLF. Text, and bytes whose dots are stuffed already. */
  readonly body: readonly (string | Buffer)[];
  /** The recipient for the envelope. */
  readonly to: string;
  readonly isEightBit: boolean;
  /** An address has a local part beyond ASCII (RFC 6531). */
  readonly needsUtf8: boolean;
}

interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/**
 * Makes messages of one sender, each with a Reply-To: its own, or `answersTo` (N15). What is the same in many of them, the
 * sender and a notice's own headers, is made once.
 */
export function createComposer(sender: Mailbox, answersTo: Mailbox = sender) {
  const from = wireAddress(sender.address);
  const replyTo = wireAddress(answersTo.address);
  const replyToHeader = mailboxHeader('Reply-To', { name: answersTo.name, address: replyTo });
  const fromHeader = mailboxHeader('From', { name: sender.name, address: from });
  const known = new WeakMap<OutgoingMail['headers'], string>();
  const encodePieces = createPieceEncoder();
  const calendars = new WeakMap<object, Map<boolean, WireBody>>();
  const images = new WeakMap<InlineImage, ImagePart>();

  /** Made once for all mails that show it. */
  function imagePart(image: InlineImage): ImagePart {
    let part = images.get(image);
    if (!part) images.set(image, (part = imageOf(image)));
    return part;
  }

  function ownHeaders(headers: OutgoingMail['headers']): string {
    let lines = known.get(headers);
    if (lines === undefined) {
      lines = Object.entries(headers)
        .map(([name, value]) => textHeader(name, value))
        .join('');
      known.set(headers, lines);
    }
    return lines;
  }

  /** Made once for all mails that share it. */
  function calendarBody(calendar: object & { readonly text: string }, eightBit: boolean): WireBody {
    const forms = calendars.get(calendar) ?? new Map<boolean, WireBody>();
    calendars.set(calendar, forms);
    let body = forms.get(eightBit);
    if (!body) {
      const encoded = encodeBody(calendar.text, eightBit);
      forms.set(eightBit, (body = readyOf(encoded) ?? encoded));
    }
    return body;
  }

  return {
    /** The sender for the envelope. */
    from,
    /** The message in bytes' order. Throws RangeError for a header of the mail's own that cannot be one. */
    compose(mail: OutgoingMail, { eightBit }: WireForm): ComposedMail {
      const to = wireAddress(mail.to.address);
      const text = (mail.pieces && encodePieces(mail.pieces.text, eightBit)) ?? encodeBody(mail.text, eightBit);
      const html = (mail.pieces && encodePieces(mail.pieces.html, eightBit)) ?? encodeBody(mail.html, eightBit);
      const calendar = mail.calendar && calendarBody(mail.calendar, eightBit);
      const image = mail.image && imagePart(mail.image);
      const { type, body } = multipart({ text, html, image, calendar, method: mail.calendar?.method });
      const headers =
        fromHeader +
        mailboxHeader('To', { name: mail.to.name, address: to }) +
        (mail.replyTo === undefined ? replyToHeader : mailboxHeader('Reply-To', { name: '', address: mail.replyTo })) +
        textHeader('Subject', mail.subject) +
        dateHeader(mail.date) +
        idsHeader('Message-ID', [mail.messageId]) +
        (mail.inReplyTo === undefined ? '' : idsHeader('In-Reply-To', [mail.inReplyTo])) +
        (mail.references.length === 0 ? '' : idsHeader('References', mail.references)) +
        ownHeaders(mail.headers) +
        unsubscribeHeaders(mail.unsubscribe) +
        'MIME-Version: 1.0\r\n' +
        type;
      return {
        headers,
        body,
        to,
        isEightBit: [text, html, calendar].some((part) => part?.encoding === '8bit'),
        needsUtf8: !isAscii(to) || !isAscii(from) || !isAscii(mail.replyTo ?? replyTo),
      };
    },
  };
}

export type Composer = ReturnType<typeof createComposer>;

/** The parts of a message; `method` is the calendar's. */
interface Parts {
  readonly text: WireBody;
  readonly html: WireBody;
  readonly image: ImagePart | undefined;
  readonly calendar: WireBody | undefined;
  readonly method: string | null | undefined;
}

/**
 * The parts as one body with the Content-Type header that goes with it. What calendars act on is another form of the text; data for
 * programs is a file beside it (RFC 6047 §2.4).
 */
function multipart({ text, html, image, calendar, method }: Parts): { type: string; body: ComposedMail['body'] } {
  const boundary = boundaryFor([text, html, calendar]);
  const forms = [
    ...part('text/plain; charset=utf-8', text, boundary),
    ...(image ? related(html, image, boundary) : part('text/html; charset=utf-8', html, boundary)),
  ];
  const alternative = contentType('alternative', boundary);
  if (!calendar || method === undefined) return { type: alternative, body: [...forms, `--${boundary}--\r\n`] };
  if (method !== null) {
    const event = part(calendarType(method), calendar, boundary);
    return { type: alternative, body: [...forms, ...event, `--${boundary}--\r\n`] };
  }
  // never one the start of the other: some readers compare no further
  const mixed = `=_mixed${boundary}`;
  const body = [
    `--${mixed}\r\n${alternative}\r\n`,
    ...forms,
    `--${boundary}--\r\n`,
    '\r\n',
    ...part(calendarType(method), calendar, mixed),
    `--${mixed}--\r\n`,
  ];
  return { type: contentType('mixed', mixed), body };
}

/** RFC 2369 §3.2 and RFC 8058 §3.1: both, or neither. */
function unsubscribeHeaders(url: string | undefined): string {
  return url === undefined ? '' : `${idsHeader('List-Unsubscribe', [url])}${textHeader(...ONE_CLICK)}`;
}

function contentType(kind: 'alternative' | 'mixed', boundary: string): string {
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n`;
}

/** What calendars act on names its method; what programs read is a file (RFC 6047 §2.4). */
function calendarType(method: string | null): string {
  return method === null
    ? `text/calendar; charset=utf-8; name="${CALENDAR_FILE}"\r\nContent-Disposition: attachment; filename="${CALENDAR_FILE}"`
    : `text/calendar; charset=utf-8; method=${method}`;
}

/** The same for every mail but one that holds it: the same message has the same bytes on every attempt. */
function boundaryFor(bodies: readonly (WireBody | undefined)[]): string {
  // what is ready holds none
  const texts = bodies.map((given) => given?.body).filter((body) => typeof body === 'string');
  for (let serial = 1; ; serial++) {
    const boundary = `${BOUNDARY_START}${String(serial)}`;
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
}

/** Parts below this are copied together: a few long buffers cost less to write than many short ones. */
const LONG = 4_096;

/**
 * The bytes of a message with dots stuffed (RFC 5321 §4.5.2) and the final dot, in the buffers to write one after the other.
 * `body` as `compose` gives it; long parts that mails share are not copied.
 */
export function wireBytes(headers: string, body: ComposedMail['body']): Buffer[] {
  const chunks: Buffer[] = [];
  let short: Buffer[] = [];
  let text = `${headers}\r\n`;
  for (const part of body) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    short.push(Buffer.from(stuffed(text)));
    text = '';
    if (part.length < LONG) short.push(part);
    else {
      chunks.push(Buffer.concat(short), part);
      short = [];
    }
  }
  short.push(Buffer.from(`${stuffed(text)}.\r\n`));
  chunks.push(Buffer.concat(short));
  return chunks;
}
