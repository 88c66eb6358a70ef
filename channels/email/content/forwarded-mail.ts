import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
import { describeInstant, readable } from '../../../domain/shared/time';
import { isAscii } from '../mime/headers';
import { escapeHtml } from './escape';
import { STYLES } from './styles';
import { linesOf, oneLine, shorten } from './words';

/** What somebody wrote back, on its way to support (N15). */
export interface ForwardedMessage {
  readonly id: number;
  readonly reference: string | null;
  readonly organizationName: string | null;
  /** The writer's address; empty when the mail named nobody, or several. */
  readonly from: string;
  readonly isVerified: boolean | null;
  readonly subject: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly answer: string | null;
  readonly reason: string | null;
  /** UTC ms. */
  readonly receivedAt: number;
  readonly isFlood: boolean;
}

export interface ForwardingSender {
  /** Support's mailbox. */
  readonly support: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
}

/**
 * Passes a message on as a mail of our own, to be answered to whoever wrote. It says that a machine sent it (RFC 3834), so that no
 * automatic answer comes back; sent again, as after a crash, it is the same message.
 */
export function forwardedMail(message: ForwardedMessage, { support, messageDomain }: ForwardingSender): OutgoingMail {
  const { id, reference, from, receivedAt } = message;
  const head = headOf(message);
  const quoted = message.isFlood ? [] : linesOf(message.text);
  const subject = shorten(oneLine(message.subject) || 'a message without a subject', 200);
  const mark = createHash('sha256')
    .update(`${String(id)}\n${String(receivedAt)}`)
    .digest('hex')
    .slice(0, 16);
  return {
    to: { name: 'Support', address: support },
    ...(from !== '' && isAscii(from) ? { replyTo: from } : {}),
    subject: message.isFlood
      ? `${prefixOf(reference)}More messages than are passed on`
      : `${prefixOf(reference)}Fwd: ${subject}`,
    text: `${[...head, '', ...quoted.map((line) => (line === '' ? '>' : `> ${line}`))].join('\n').trim()}\n`,
    html:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>` +
      `<body class="page" style="${STYLES.page}"><div style="${STYLES.card};padding:24px 28px">` +
      head.map((line) => `<p style="${STYLES.p}">${escapeHtml(line)}</p>`).join('') +
      (quoted.length === 0 ? '' : `<blockquote>${quoted.map(escapeHtml).join('<br>')}</blockquote>`) +
      '</div></body></html>',
    messageId: `message.${String(id)}.${mark}@${messageDomain}`,
    references: [],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
      ...(reference === null ? {} : { 'X-Forewarn-Reference': reference }),
    },
    date: new Date(receivedAt),
  };
}

function prefixOf(reference: string | null): string {
  return reference === null ? '[Forewarn] ' : `[${reference}] `;
}

function headOf(message: ForwardedMessage): string[] {
  const { reference, organizationName, from, isVerified, answer, reason, receivedAt } = message;
  const about = reference === null ? 'Nobody could say which window it is about.' : `About: ${reference}`;
  if (message.isFlood) {
    const where = reference === null ? 'forewarn messages' : `forewarn messages ${reference}`;
    return [
      about,
      `More messages come in than are passed on one by one within an hour. They are kept: read them with "${where}".`,
    ];
  }
  return [
    `From: ${from === '' ? 'nobody, or several' : oneLine(from)}${isVerified === false ? ' (NOT confirmed by our mail server: it may be somebody else)' : ''}`,
    `Customer: ${oneLine(organizationName ?? 'not known')}`,
    about,
    `Came in: ${describeInstant(receivedAt)}`,
    ...(answer === null ? [] : [`Answered by calendar: ${answer}`]),
    ...(reason === null ? [] : [`It is no acknowledgement: ${readable(reason)}.`]),
    ...(message.isCut ? ['Only the beginning is kept.'] : []),
    'Files it had are not passed on. Answer this mail to write to them.',
  ];
}
