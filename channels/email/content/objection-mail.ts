import type { OutgoingMail } from '../../../activities/ports/mail';
import { describeInstant, toIso } from '../../../domain/shared/time';
import { shortMail } from './short-mail';
import { oneLine, shorten } from './words';

export interface ObjectionNews {
  readonly kind: 'reminder' | 'refusal';
  readonly to: { readonly name: string; readonly address: string };
  /** Of the mail, the same when it is sent again. */
  readonly id: number;
  readonly taskId: number;
  readonly reference: string;
  readonly title: string;
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
  return shortMail({
    to,
    subject:
      kind === 'refusal' ? `[${reference}] About your objection` : `[${reference}] An objection waits for your answer`,
    messageId: `objection.${kind}.${String(id)}.${String(dueFor)}@${messageDomain}`,
    paragraphs: kind === 'refusal' ? refusal(news, providerName) : reminder(news),
    now: dueFor,
  });
}

function refusal({ reference, title, reason, startsAt }: ObjectionNews, providerName: string): string[] {
  return [
    `You objected to ${reference}, "${oneLine(title)}", which begins at ${toIso(startsAt)}. ${oneLine(providerName)} cannot leave your resources out:`,
    shorten(oneLine(reason ?? ''), LONGEST),
    `The maintenance takes place as announced. To speak with somebody, answer this mail or call the point of contact whom the announcement names.`,
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
