import { createHash } from 'node:crypto';
import type { OutgoingMail } from '../../../activities/ports/mail';
import { MINUTE } from '../../../domain/shared/time';
import { languageOf } from './languages/languages';
import { shortMail } from './short-mail';
import { oneLine } from './words';

export interface SignInLetter {
  readonly to: { readonly name: string; readonly address: string; readonly locale: string };
  /** What the mail's link ends with. */
  readonly token: string;
  /** How long it is good (ms). */
  readonly lastsMs: number;
  readonly providerName: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
  /** UTC ms. */
  readonly now: number;
}

/** The mail by whose link a contact of a customer signs in (T9). Whoever asked may be somebody else, and nothing of theirs is in it. */
export function signInMail(letter: SignInLetter): OutgoingMail {
  const { to, token, lastsMs, publicUrl, messageDomain, now } = letter;
  const language = languageOf(to.locale);
  const { signIn: say } = language;
  const provider = oneLine(letter.providerName);
  return shortMail({
    to: { name: to.name, address: to.address },
    subject: say.subject(provider),
    messageId: `sign-in.${createHash('sha256').update(token).digest('hex').slice(0, 24)}@${messageDomain}`,
    paragraphs: [
      say.asked(provider),
      say.open(Math.round(lastsMs / MINUTE)),
      { href: `${new URL(publicUrl).href.replace(/\/+$/, '')}/portal/sign-in/${token}` },
      say.ignore,
    ],
    now,
    language,
  });
}
