import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
import type { SwitchOff } from '../../../domain/channels/webhook-delivery';
import type { Language } from './languages/language';
import { languageOf } from './languages/languages';
import { shortMail } from './short-mail';
import { oneLine } from './words';

export interface EndpointNews {
  readonly to: { readonly name: string; readonly address: string; readonly locale: string };
  readonly endpointId: string;
  /** The endpoint's address; only its host is told, because the rest may be a secret. */
  readonly url: string;
  readonly reason: SwitchOff;
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

/** Tells whoever owns a webhook endpoint, in their language, that it was switched off, why, and how it is switched on again (C6). */
export function endpointMail(news: EndpointNews): OutgoingMail {
  const { to, endpointId, reference, reason, publicUrl, messageDomain } = news;
  const language = languageOf(to.locale);
  const { webhookOff: say } = language;
  const host = new URL(news.url).host;
  const provider = oneLine(news.providerName);
  const api = `${publicUrl}/v1/webhooks/${endpointId}`;
  // said again, as after a crash, it is the same message
  const recipient = createHash('sha256').update(to.address.toLowerCase()).digest('hex').slice(0, 16);
  return shortMail({
    to: { name: to.name, address: to.address },
    subject: say.subject(host, provider),
    messageId: `webhook-off.${endpointId}.${reference}.${recipient}@${messageDomain}`,
    paragraphs: [
      say.off(host, provider, reference),
      reason.why === 'gone' ? say.gone : say.silent(language.duration(reason.forMs), lastOf(reason.last, language)),
      say.where,
      { href: api },
      say.again,
    ],
    now: news.now,
    language,
  });
}

function lastOf(last: number | string, { webhookOff: say }: Language): string {
  return typeof last === 'number' ? say.status(last) : oneLine(last);
}
