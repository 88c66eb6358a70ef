import { describeMessage, type MessageOnTimeline } from './written-message';
import { parseCalendarUid } from '../channels/calendar';
import { toIso } from '../shared/time';
import { optional } from '../shared/optional';

/** Answers of customers to an invitation (C5): who may give one, and what it comes to. Pure. */

export const ANSWERS = ['accepted', 'declined', 'tentative'] as const;
export type AcknowledgementAnswer = (typeof ANSWERS)[number];

/** An answer as it came in, before any check. Addresses in the form in which they are compared, see address-form.ts. */
export interface CalendarReply {
  readonly uid: string;
  /** The SEQUENCE it answers; 0 when it names none (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  readonly answer: AcknowledgementAnswer;
  /** When it was given, as it says itself (DTSTAMP): it orders one person's answers, and is used for nothing else. */
  readonly stamp: string;
  /** Whose answer it says it is. */
  readonly attendee: string;
  /** Who sent the mail. */
  readonly from: string;
}

/** Somebody of an organization who may answer. */
export interface Respondent {
  /** `contact:<id>` or `organization:<id>`. */
  readonly recipient: string;
  readonly address: string;
}

/** What is on record of the window and organization a UID names. */
export interface ToldEvent {
  /** The event's SEQUENCE as last told. */
  readonly sequence: number;
  readonly respondents: readonly Respondent[];
}

/** How an answer can come in. */
export const ANSWERED_VIA = ['calendar-reply', 'api'] as const;
export type AnsweredVia = (typeof ANSWERED_VIA)[number];

/** An answer that counts. */
export interface Acknowledgement {
  readonly reference: string;
  readonly organizationId: string;
  /** `contact:<id>` or `organization:<id>`: never an address (T4). */
  readonly recipient: string;
  readonly answer: AcknowledgementAnswer;
  readonly sequence: number;
}

/** Why an answer does not count, in words without addresses (T4); with the window where one is known. */
export interface ReplyRefusal {
  readonly reference?: string;
  readonly reason: string;
}

/**
 * Decides on an answer. `onRecord` looks up what is on record and is asked once the UID is one of ours; undefined when that
 * organization was never told of that window. The sender and the attendee must both be of that organization, so nobody
 * answers for somebody else's; the SEQUENCE must be the present one, so nobody agrees to a date they have not read.
 */
export async function decideReply(
  reply: CalendarReply,
  domain: string | readonly string[],
  onRecord: (reference: string, organizationId: string) => Promise<ToldEvent | undefined>,
): Promise<{ readonly acknowledgement: Acknowledgement } | { readonly refusal: ReplyRefusal }> {
  const named = parseCalendarUid(domain, reply.uid);
  if (!named) return refuse(undefined, 'it answers an event that is not one of ours');
  const { reference, organizationId } = named;
  const known = await onRecord(reference, organizationId);
  // the same words for an unknown window and an unknown organization: a sender learns nothing from them
  if (!known) return refuse(undefined, 'it answers an event that nobody was sent');
  const attendee = known.respondents.find(({ address }) => address.toLowerCase() === reply.attendee);
  const sender = known.respondents.some(({ address }) => address.toLowerCase() === reply.from);
  if (!sender) return refuse(reference, 'its sender is not a contact of the organization it speaks for');
  if (!attendee) return refuse(reference, 'it speaks for somebody who is not a contact of that organization');
  if (reply.sequence < known.sequence) {
    return refuse(
      reference,
      `it answers version ${String(reply.sequence)} of the event; the present one is ${String(known.sequence)}`,
    );
  }
  if (reply.sequence > known.sequence) {
    return refuse(reference, `it answers version ${String(reply.sequence)} of the event, which was never sent`);
  }
  const { recipient } = attendee;
  return { acknowledgement: { reference, organizationId, recipient, answer: reply.answer, sequence: reply.sequence } };
}

function refuse(reference: string | undefined, reason: string): { readonly refusal: ReplyRefusal } {
  return { refusal: { ...optional({ reference }), reason } };
}

/** What customers answered, as the timeline shows it. It is not a step of the window, so it has no event number. */
export interface AnswerOnTimeline {
  /** When it came in, UTC ms. */
  readonly at: number;
  /** The number of the window's last event when it came: it stands after that one. */
  readonly after: number;
  readonly event:
    | ({ readonly type: 'acknowledged'; readonly via: AnsweredVia } & Omit<Acknowledgement, 'reference'>)
    /** `times` answers of that kind came and changed nothing; the latest at `latestAt`, UTC ms. */
    | { readonly type: 'reply-refused'; readonly reason: string; readonly times: number; readonly latestAt: number }
    | ({ readonly type: 'message-received' } & MessageOnTimeline);
}

/** What those lines are called. */
export const ANSWER_EVENT_TYPES = [
  'acknowledged',
  'reply-refused',
  'message-received',
] as const satisfies readonly AnswerOnTimeline['event']['type'][];

const ANSWER_WORDS: Record<AcknowledgementAnswer, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentatively accepted',
};

/** The answer as a line of the timeline. */
export function describeAnswer({ event }: AnswerOnTimeline): string {
  if (event.type === 'acknowledged') {
    const { organizationId, recipient, answer, sequence } = event;
    return `${organizationId} ${ANSWER_WORDS[answer]} version ${String(sequence)} of the calendar event (${recipient})`;
  }
  if (event.type === 'message-received') return describeMessage(event);
  const { reason, times, latestAt } = event;
  const often = times === 1 ? '' : ` (${String(times)} times, the latest ${toIso(latestAt)})`;
  return `An answer by mail was refused: ${reason}${often}`;
}
