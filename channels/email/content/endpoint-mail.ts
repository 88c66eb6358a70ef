import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
import { shortMail } from './short-mail';
import { oneLine } from './words';

export interface EndpointNews {
  readonly to: { readonly name: string; readonly address: string };
  readonly endpointId: string;
  /** The endpoint's address; only its host is told, because the rest may be a secret. */
  readonly url: string;
  readonly reason: string;
  /** The window whose webhooks failed. */
  readonly reference: string;
  readonly providerName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
  /** UTC ms. */
  readonly now: number;
}

/** Tells whoever owns a webhook endpoint that it was switched off, why, and how it is switched on again (C6). */
export function endpointMail(news: EndpointNews): OutgoingMail {
  const { to, endpointId, reference, publicUrl, messageDomain } = news;
  const host = new URL(news.url).host;
  const provider = oneLine(news.providerName);
  const api = `${publicUrl}/v1/webhooks/${endpointId}`;
  // said again, as after a crash, it is the same message
  const recipient = createHash('sha256').update(to.address.toLowerCase()).digest('hex').slice(0, 16);
  return shortMail({
    to,
    subject: `Switched off: your webhook at ${host} for maintenance of ${provider}`,
    messageId: `webhook-off.${endpointId}.${reference}.${recipient}@${messageDomain}`,
    paragraphs: [
      `The webhook endpoint at ${host}, by which your systems hear of maintenance of ${provider}, was switched off while ${reference} was being told. Your mails are not touched by this.`,
      `Why: ${news.reason}.`,
      'Its address in the API, with what was posted and what came back:',
      { href: api },
      'Once it works, switch it on again with POST to that address and /enable. It then hears what happens from then on; GET /v1/windows tells what it missed.',
    ],
    now: news.now,
  });
}
