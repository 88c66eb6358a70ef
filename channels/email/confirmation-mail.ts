import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../activities/ports';
import { escapeHtml } from './escape';
import { STYLES } from './styles';
import { oneLine, wrapBody } from './words';

export interface Confirmation {
  readonly address: string;
  /** What the mail's link ends with. */
  readonly token: string;
  readonly providerName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
  /** UTC ms. */
  readonly now: number;
}

/**
 * The mail that asks whether an address really wants to follow the page (C2). Whoever asked may be somebody else: it says so,
 * and it carries nothing of theirs, so that the form cannot be used to send words to a stranger.
 */
export function confirmationMail(confirmation: Confirmation): OutgoingMail {
  const { address, token, publicUrl, messageDomain, now } = confirmation;
  const provider = oneLine(confirmation.providerName);
  const link = `${new URL(publicUrl).href.replace(/\/+$/, '')}/subscribe/confirm/${token}`;
  const why = `Somebody, perhaps you, asked that this address hear of maintenance from the status page of ${provider}.`;
  const ask = 'If it was you, open this page and confirm it within 24 hours:';
  const otherwise = 'If it was not, do nothing: without your word nothing more comes.';
  const paragraphs = [escapeHtml(why), escapeHtml(ask), linkHtml(escapeHtml(link)), escapeHtml(otherwise)];
  return {
    to: { name: '', address },
    subject: `Confirm: maintenance of ${provider}`,
    text: wrapBody(['Hello,', '', why, '', ask, '', `  ${link}`, '', otherwise].join('\n')),
    html:
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Confirm</title></head><body class="page" style="${STYLES.page}">` +
      `<div style="${STYLES.card};padding:24px 28px">` +
      paragraphs.map((paragraph) => `<p style="${STYLES.p}">${paragraph}</p>`).join('') +
      '</div></body></html>',
    messageId: `confirm.${createHash('sha256').update(token).digest('hex').slice(0, 24)}@${messageDomain}`,
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'OOF, AutoReply' },
    date: new Date(now),
  };
}

const linkHtml = (link: string) => `<a href="${link}" style="${STYLES.link}">${link}</a>`;
