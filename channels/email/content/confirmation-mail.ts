import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
import { languageOf } from './languages/languages';
import { shortMail } from './short-mail';
import { oneLine } from './words';

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
  /** Of the page it was asked on: a language tag; English unless given. */
  readonly locale?: string;
}

/**
 * The mail that asks whether an address really wants to follow the page (C2). Whoever asked may be somebody else: it says so,
 * and it carries nothing of theirs, so that the form cannot be used to send words to a stranger.
 */
export function confirmationMail(confirmation: Confirmation): OutgoingMail {
  const { address, token, publicUrl, messageDomain, now, locale } = confirmation;
  const language = languageOf(locale ?? 'en');
  const { confirmation: say } = language;
  const provider = oneLine(confirmation.providerName);
  return shortMail({
    to: { name: '', address },
    subject: say.subject(provider),
    messageId: `confirm.${createHash('sha256').update(token).digest('hex').slice(0, 24)}@${messageDomain}`,
    paragraphs: [
      say.asked(provider),
      say.open,
      { href: `${new URL(publicUrl).href.replace(/\/+$/, '')}/subscribe/confirm/${token}${query(locale)}` },
      say.ignore,
    ],
    now,
    language,
  });
}

/** The page behind the link is in the language of the page that was left. */
function query(locale: string | undefined): string {
  return locale === undefined ? '' : `?lang=${encodeURIComponent(locale)}`;
}
