import ICAL from 'ical.js';
import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import { addressKey } from '../../domain/delivery/address-form';
import { optional } from '../../domain/shared/optional';
import { addressOf } from '../calendar/lines';

/** What a calendar object says, read as an answer (RFC 5546 §3.2.3). The sender is the mail's matter. */
export interface ReadReply {
  readonly uid: string;
  readonly sequence: number;
  readonly answer: AcknowledgementAnswer;
  readonly stamp: string;
  readonly attendee: string;
}

/** Why a calendar object is no answer that counts, with what it says nevertheless, for a person to read. */
export interface UnusableReply {
  readonly fault: string;
  readonly uid?: string;
  readonly answer?: AcknowledgementAnswer;
}

/** Longer than any answer: a REPLY repeats one event at most. */
const LONGEST = 1_000_000;

const PARTSTATS: Readonly<Record<string, AcknowledgementAnswer>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/** What somebody wrote beside their answer (COMMENT, RFC 5545 §3.8.1.4); empty when nothing. */
export function commentIn(calendar: string): string {
  const event = calendar.length > LONGEST ? undefined : parsed(calendar)?.getFirstSubcomponent('vevent');
  return textOf(event?.getFirstPropertyValue('comment'));
}

/**
 * Reads one answer. A proposal of another time (COUNTER) is an objection to this one, so it is a "declined". What cannot be
 * an answer comes back as the reason.
 */
export function readCalendarReply(calendar: string): ReadReply | UnusableReply {
  const root = calendar.length > LONGEST ? undefined : parsed(calendar);
  if (root?.name !== 'vcalendar') return { fault: 'it is not iCalendar' };
  const method = textOf(root.getFirstPropertyValue('method')).toUpperCase();
  if (method !== 'REPLY' && method !== 'COUNTER') return { fault: 'its calendar object is no answer' };
  const [event, ...more] = root.getAllSubcomponents('vevent');
  if (!event || more.length > 0) return { fault: 'its answer must hold exactly one event' };
  const attendees = event.getAllProperties('attendee');
  const [given] = attendees;
  const partstat = textOf(given?.getFirstParameter('partstat')).toUpperCase();
  const answer = method === 'COUNTER' ? 'declined' : PARTSTATS[partstat];
  const uids = event.getAllProperties('uid');
  const uid = textOf(uids[0]?.getFirstValue());
  const unusable = (fault: string): UnusableReply => ({ fault, uid, ...optional({ answer }) });
  const named = given && attendees.length === 1 ? addressOf(textOf(given.getFirstValue())) : undefined;
  const attendee = named && addressKey(named);
  if (!given || attendee === undefined) return unusable('its answer must name exactly one attendee');
  if (!answer) return unusable('its answer is none of accepted, declined and tentative');
  const sequences = event.getAllProperties('sequence');
  if (uids.length !== 1 || sequences.length > 1) return unusable('its answer names more or less than one event');
  const sequence = Number(sequences[0]?.getFirstValue() ?? 0);
  if (!Number.isSafeInteger(sequence) || sequence < 0) return unusable('its answer has a version that is no number');
  const stamp = String(event.getFirstPropertyValue('dtstamp') ?? '');
  return { uid, sequence, answer, stamp, attendee };
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
