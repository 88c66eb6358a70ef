import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
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
}

/**
 * The mail that asks whether an address really wants to follow the page (C2). Whoever asked may be somebody else: it says so,
 * and it carries nothing of theirs, so that the form cannot be used to send words to a stranger.
 */
export function confirmationMail(confirmation: Confirmation): OutgoingMail {
  const { address, token, publicUrl, messageDomain, now } = confirmation;
  const provider = oneLine(confirmation.providerName);
  return shortMail({
    to: { name: '', address },
    subject: `Confirm: maintenance of ${provider}`,
    messageId: `confirm.${createHash('sha256').update(token).digest('hex').slice(0, 24)}@${messageDomain}`,
    paragraphs: [
      `Somebody, perhaps you, asked that this address hear of maintenance from the status page of ${provider}.`,
      'If it was you, open this page and confirm it within 24 hours:',
      { href: `${new URL(publicUrl).href.replace(/\/+$/, '')}/subscribe/confirm/${token}` },
      'If it was not, do nothing: without your word nothing more comes.',
    ],
    now,
  });
}
