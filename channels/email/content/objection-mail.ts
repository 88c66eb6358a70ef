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
  readonly kind: 'reminder' | 'refusal' | 'message';
  readonly to: { readonly name: string; readonly address: string; readonly locale: string };
  /** Of the mail, the same when it is sent again. */
  readonly id: number;
  readonly taskId: number;
  readonly reference: string;
  readonly title: string;
  /** Of the window's own sentences, and these in other languages. */
  readonly words: Translated;
  /** null where nobody knows whose person wrote. */
  readonly organizationName: string | null;
  /** What the customer said. */
  readonly objection: string;
  /** Why it is refused. */
  readonly reason: string | null;
  /** UTC ms. */
  readonly startsAt: number;
  readonly locksAt: number;
  readonly dueFor: number;
  /** Where its reader ticks the task off (N12); nowhere without a key that signs links. */
  readonly tickUrl?: string | undefined;
  /** Where a customer who was refused finds the window in the portal; nowhere where they do not sign in. */
  readonly portalUrl?: string | undefined;
}

/** Who writes. */
export interface ObjectionSender {
  readonly providerName: string;
  /** The host name after the `@` of the Message-ID. */
  readonly messageDomain: string;
}

/** Of what people wrote, so much is in a mail (characters). */
const LONGEST = 4_000;

/**
 * Reminds whoever answers of an objection, or tells the customer that theirs is refused, and why (S9); or tells whoever answers that
 * somebody has written (N15).
 */
export function objectionMail(news: ObjectionNews, { providerName, messageDomain }: ObjectionSender): OutgoingMail {
  const { to, id, kind, dueFor } = news;
  // a reminder goes to the provider's own people
  const language = languageOf(kind === 'refusal' ? to.locale : 'en');
  return shortMail({
    to: { name: to.name, address: to.address },
    subject: SUBJECTS[kind](news, language),
    messageId: `objection.${kind}.${String(id)}.${String(dueFor)}@${messageDomain}`,
    paragraphs: kind === 'refusal' ? refusal(news, language, oneLine(providerName)) : WORDS[kind](news),
    now: dueFor,
    language,
  });
}

const SUBJECTS: Record<ObjectionNews['kind'], (news: ObjectionNews, language: Language) => string> = {
  refusal: ({ reference }, language) => language.refusal.subject(reference),
  reminder: ({ reference }) => `[${reference}] An objection waits for your answer`,
  message: ({ reference, organizationName }) =>
    `${reference === '' ? '' : `[${reference}] `}${oneLine(organizationName ?? 'Somebody')} has written and waits for an answer`,
};

const WORDS: Record<Exclude<ObjectionNews['kind'], 'refusal'>, (news: ObjectionNews) => Paragraph[]> = {
  reminder,
  message,
};

function refusal(news: ObjectionNews, language: Language, providerName: string): Paragraph[] {
  const { to, reference, title, words, reason, startsAt, portalUrl } = news;
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
    ...(portalUrl === undefined ? [] : [language.texts.portal, { href: portalUrl }]),
  ];
}

function reminder(news: ObjectionNews): Paragraph[] {
  const { taskId, reference, title, organizationName, objection, startsAt, locksAt } = news;
  const id = String(taskId);
  return [
    `${oneLine(organizationName ?? '')} objects to ${reference}, "${oneLine(title)}", which begins on ${describeInstant(startsAt)}, and waits for an answer. What they said:`,
    shorten(oneLine(objection), LONGEST),
    `Answer by ${describeInstant(locksAt)}, when customers can change nothing any more. To take the resources out of the window: forewarn tasks answer ${id} accept. To refuse, with a reason that is mailed to them: forewarn tasks answer ${id} refuse --reason "…".`,
    ...tickingOff(news, 'If you have settled it with them, tick it off by this link'),
  ];
}

/** Support has the whole of it by another mail; see forwardedMail. */
function message(news: ObjectionNews): Paragraph[] {
  const { taskId, reference, title, organizationName, objection } = news;
  const who =
    organizationName === null ? 'Somebody of no customer that is known' : `A person of ${oneLine(organizationName)}`;
  const about =
    reference === '' ? 'and nobody could say which window it is about' : `about ${reference}, "${oneLine(title)}"`;
  const all = reference === '' ? 'forewarn messages' : `forewarn messages ${reference}`;
  return [
    `${who} has written ${about}. It begins:`,
    { quoted: shorten(oneLine(objection), LONGEST), original: null },
    `All of it: ${all}. Nothing is answered by itself: please answer them.`,
    ...tickingOff(
      news,
      'When they have their answer, tick it off by this link',
      `forewarn tasks done ${String(taskId)}`,
    ),
  ];
}

function tickingOff({ tickUrl }: ObjectionNews, words: string, command?: string): Paragraph[] {
  if (tickUrl !== undefined) return [`${words}:`, { href: tickUrl }];
  return command === undefined ? [] : [`When they have their answer, tick it off: ${command}.`];
}
