import type { OutgoingMail } from '../../../activities/ports/mail';
import { describeInstant } from '../../../domain/shared/time';
import { translationFor, USUAL_LANGUAGE, type Translated } from '../../../domain/notices/wording-language';
import type { Language } from './languages/language';
import { languageOf } from './languages/languages';
import { shortMail, type Paragraph } from './short-mail';
import { momentIn, zoneOf } from './times';
import { originalIn } from './translated';
import { oneLine, shorten } from './words';

export interface ObjectionNews {
  readonly kind: 'reminder' | 'refusal';
  readonly to: { readonly name: string; readonly address: string; readonly locale: string };
  /** Of the mail, the same when it is sent again. */
  readonly id: number;
  readonly taskId: number;
  readonly reference: string;
  readonly title: string;
  /** Of the window's own sentences, and these in other languages. */
  readonly words: Translated;
  readonly organizationName: string;
  /** What the customer said. */
  readonly objection: string;
  /** Why it is refused. */
  readonly reason: string | null;
  /** UTC ms. */
  readonly startsAt: number;
  readonly locksAt: number;
  readonly dueFor: number;
}

/** Who writes. */
export interface ObjectionSender {
  readonly providerName: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
}

/** Of what people wrote, so much is in a mail (characters). */
const LONGEST = 4_000;

/** Reminds whoever answers of an objection, or tells the customer that theirs is refused, and why (S9). */
export function objectionMail(news: ObjectionNews, { providerName, messageDomain }: ObjectionSender): OutgoingMail {
  const { to, id, kind, reference, dueFor } = news;
  // a reminder goes to the provider's own people
  const language = languageOf(kind === 'refusal' ? to.locale : 'en');
  return shortMail({
    to: { name: to.name, address: to.address },
    subject:
      kind === 'refusal' ? language.refusal.subject(reference) : `[${reference}] An objection waits for your answer`,
    messageId: `objection.${kind}.${String(id)}.${String(dueFor)}@${messageDomain}`,
    paragraphs: kind === 'refusal' ? refusal(news, language, oneLine(providerName)) : reminder(news),
    now: dueFor,
    language,
  });
}

function refusal(news: ObjectionNews, language: Language, providerName: string): Paragraph[] {
  const { to, reference, title, words, reason, startsAt } = news;
  const own = translationFor(words, to.locale)?.wording.title ?? title;
  const utc = zoneOf('UTC', language);
  const starts = utc ? momentIn(utc, startsAt) : describeInstant(startsAt);
  return [
    language.refusal.cannot({ reference, title: oneLine(own), starts }, providerName),
    {
      quoted: shorten(oneLine(reason ?? ''), LONGEST),
      original: originalIn(words.language ?? USUAL_LANGUAGE, to.locale, language),
    },
    language.refusal.goesAhead,
  ];
}

function reminder({
  taskId,
  reference,
  title,
  organizationName,
  objection,
  startsAt,
  locksAt,
}: ObjectionNews): string[] {
  const id = String(taskId);
  return [
    `${oneLine(organizationName)} objects to ${reference}, "${oneLine(title)}", which begins on ${describeInstant(startsAt)}, and waits for an answer. What they said:`,
    shorten(oneLine(objection), LONGEST),
    `Answer by ${describeInstant(locksAt)}, when customers can change nothing any more. To take the resources out of the window: forewarn tasks answer ${id} accept. To refuse, with a reason that is mailed to them: forewarn tasks answer ${id} refuse --reason "…".`,
  ];
}
