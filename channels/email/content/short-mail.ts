import type { OutgoingMail } from '../../../activities/ports/mail';
import { baseOf } from '../../../domain/notices/wording-language';
import { escapeHtml } from './escape';
import type { Language } from './languages/language';
import { ENGLISH } from './languages/languages';
import { STYLES } from './styles';
import type { Original } from './translated';
import { oneLine, wrapBody } from './words';

/** A paragraph of plain words, an address on a line of its own, or what somebody wrote, with the language it is in. */
export type Paragraph =
  string | { readonly href: string } | { readonly quoted: string; readonly original: Original | null };

export interface ShortMail extends Pick<OutgoingMail, 'to' | 'subject' | 'messageId'> {
  readonly paragraphs: readonly Paragraph[];
  /** UTC ms. */
  readonly now: number;
  /** Of the reader; English unless given. */
  readonly language?: Language;
}

/** A mail of a few sentences that belongs to no window's notices: as text and as HTML, everything escaped. */
export function shortMail({ to, subject, messageId, paragraphs, now, language = ENGLISH }: ShortMail): OutgoingMail {
  return {
    to,
    subject: oneLine(subject),
    text: wrapBody([language.greeting(''), ...paragraphs.map(textOf)].join('\n\n')),
    html:
      `<!doctype html><html lang="${baseOf(language.tag)}"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head>` +
      `<body class="page" style="${STYLES.page}"><div style="${STYLES.card};padding:24px 28px">` +
      paragraphs.map(htmlOf).join('') +
      '</div></body></html>',
    messageId,
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    date: new Date(now),
  };
}

function textOf(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return oneLine(paragraph);
  if ('href' in paragraph) return `  ${oneLine(paragraph.href)}`;
  const { quoted, original } = paragraph;
  return [oneLine(quoted), ...(original?.note ? [`(${original.note})`] : [])].join('\n');
}

function htmlOf(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return `<p style="${STYLES.p}">${escapeHtml(oneLine(paragraph))}</p>`;
  if ('href' in paragraph) {
    const link = escapeHtml(oneLine(paragraph.href));
    return `<p style="${STYLES.p}"><a href="${link}" style="${STYLES.link}">${link}</a></p>`;
  }
  const { quoted, original } = paragraph;
  const lang = original ? ` lang="${escapeHtml(original.lang)}"` : '';
  const note = original?.note ? `<p style="${STYLES.note}">${escapeHtml(original.note)}</p>` : '';
  return `<p${lang} style="${STYLES.p}">${escapeHtml(oneLine(quoted))}</p>${note}`;
}
