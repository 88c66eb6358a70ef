import ICAL from 'ical.js';
import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import { addressKey } from '../../domain/delivery/address-form';
import { addressOf } from '../calendar/lines';

/** What a calendar object says, read as an answer (RFC 5546 §3.2.3). The sender is the mail's matter. */
export interface ReadReply {
  readonly uid: string;
  readonly sequence: number;
  readonly answer: AcknowledgementAnswer;
  readonly stamp: string;
  readonly attendee: string;
}

/** Longer than any answer: a REPLY repeats one event at most. */
const LONGEST = 1_000_000;

const PARTSTATS: Readonly<Record<string, AcknowledgementAnswer>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/**
 * Reads one answer. A proposal of another time (COUNTER) is an objection to this one, so it is a "declined". What cannot be
 * an answer comes back as the reason.
 */
export function readCalendarReply(calendar: string): ReadReply | { readonly fault: string } {
  const root = calendar.length > LONGEST ? undefined : parsed(calendar);
  if (root?.name !== 'vcalendar') return { fault: 'it is not iCalendar' };
  const method = textOf(root.getFirstPropertyValue('method')).toUpperCase();
  if (method !== 'REPLY' && method !== 'COUNTER') return { fault: 'its calendar object is no answer' };
  const [event, ...more] = root.getAllSubcomponents('vevent');
  if (!event || more.length > 0) return { fault: 'its answer must hold exactly one event' };
  const attendees = event.getAllProperties('attendee');
  const [given] = attendees;
  const named = given && attendees.length === 1 ? addressOf(textOf(given.getFirstValue())) : undefined;
  const attendee = named && addressKey(named);
  if (!given || attendee === undefined) return { fault: 'its answer must name exactly one attendee' };
  const partstat = textOf(given.getFirstParameter('partstat')).toUpperCase();
  const answer = method === 'COUNTER' ? 'declined' : PARTSTATS[partstat];
  if (!answer) return { fault: 'its answer is none of accepted, declined and tentative' };
  const uids = event.getAllProperties('uid');
  const sequences = event.getAllProperties('sequence');
  if (uids.length !== 1 || sequences.length > 1) return { fault: 'its answer names more or less than one event' };
  const sequence = Number(sequences[0]?.getFirstValue() ?? 0);
  if (!Number.isSafeInteger(sequence) || sequence < 0) return { fault: 'its answer has a version that is no number' };
  const stamp = String(event.getFirstPropertyValue('dtstamp') ?? '');
  return { uid: textOf(uids[0]?.getFirstValue()), sequence, answer, stamp, attendee };
}

function parsed(calendar: string): ICAL.Component | undefined {
  try {
    const jcal: unknown = ICAL.parse(calendar);
    // several calendars in a row come as a list of them
    return Array.isArray(jcal) && typeof jcal[0] === 'string' ? new ICAL.Component(jcal) : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
