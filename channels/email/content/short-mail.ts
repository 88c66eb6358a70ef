import type { OutgoingMail } from '../../../activities/ports/mail';
import { escapeHtml } from './escape';
import { STYLES } from './styles';
import { oneLine, wrapBody } from './words';

/** A paragraph of plain words, or an address on a line of its own. */
export type Paragraph = string | { readonly href: string };

export interface ShortMail extends Pick<OutgoingMail, 'to' | 'subject' | 'messageId'> {
  readonly paragraphs: readonly Paragraph[];
  /** UTC ms. */
  readonly now: number;
}

/** A mail of a few sentences, in English, that belongs to no window's notices: as text and as HTML, everything escaped. */
export function shortMail({ to, subject, messageId, paragraphs, now }: ShortMail): OutgoingMail {
  const lines = paragraphs.map((paragraph) =>
    typeof paragraph === 'string' ? oneLine(paragraph) : `  ${oneLine(paragraph.href)}`,
  );
  return {
    to,
    subject: oneLine(subject),
    text: wrapBody(['Hello,', ...lines].join('\n\n')),
    html:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head>` +
      `<body class="page" style="${STYLES.page}"><div style="${STYLES.card};padding:24px 28px">` +
      paragraphs.map((paragraph) => `<p style="${STYLES.p}">${htmlOf(paragraph)}</p>`).join('') +
      '</div></body></html>',
    messageId,
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    date: new Date(now),
  };
}

function htmlOf(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return escapeHtml(oneLine(paragraph));
  const link = escapeHtml(oneLine(paragraph.href));
  return `<a href="${link}" style="${STYLES.link}">${link}</a>`;
}
