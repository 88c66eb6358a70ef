import { calendarStatus, type CalendarMode } from '../../domain/channels/calendar';
import { eventLines, type CalendarSender, type EventFacts } from './event';
import { mailto, property, quoted, text } from './lines';

/** iCalendar objects (RFC 5545, RFC 5546): one event for a mail, several for a feed. CRLF, UTF-8, the same bytes every time. */

export type CalendarMethod = 'PUBLISH' | 'REQUEST' | 'CANCEL';

/** What a mail carries; `method` is null for data that is no scheduling message. */
export interface CalendarPart {
  readonly method: CalendarMethod | null;
  readonly text: string;
}

const PRODID = '-//Forewarn//Maintenance windows//EN';
const END = 'END:VEVENT\r\nEND:VCALENDAR\r\n';

/** One organization's event, made once for all its people. */
export interface OrganizationEvent {
  /** The part for one of them: the same object for everybody, but in an invitation, which names its one attendee. */
  partFor(recipient: { readonly name: string; readonly address: string }): CalendarPart;
}

/** The event as the organization's mails carry it. */
export function organizationEvent(
  event: EventFacts,
  sender: CalendarSender,
  mode: Exclude<CalendarMode, 'none'>,
): OrganizationEvent {
  const shared = (method: CalendarMethod | null): CalendarPart => ({
    method,
    text: `${head(method)}${eventLines(event, sender, method !== null)}${END}`,
  });
  if (mode !== 'invite') {
    const part = shared(mode === 'publish' ? 'PUBLISH' : null);
    return { partFor: () => part };
  }
  const method = calendarStatus(event.facts) === 'CANCELLED' ? 'CANCEL' : 'REQUEST';
  const opening = head(method) + eventLines(event, sender, true);
  return {
    partFor(recipient) {
      // who invites cannot be invited: calendars take such an event for their own
      if (recipient.address.toLowerCase() === sender.organizer.address.toLowerCase()) return shared('PUBLISH');
      return { method, text: `${opening}${attendee(recipient, method)}${END}` };
    },
  };
}

/** A feed of events: published, without attendees (RFC 7986 for its own properties). `name` is what calendars show. */
export function calendarFeed(events: readonly EventFacts[], sender: CalendarSender, name: string): string {
  return published(
    events.map((event) => eventLines(event, sender, true)),
    name,
  );
}

/** A feed of events, each given by its lines from BEGIN to the last property. */
export function published(events: readonly string[], name: string): string {
  return [
    head('PUBLISH'),
    property('NAME', text(name)),
    property('X-WR-CALNAME', text(name)),
    property('REFRESH-INTERVAL;VALUE=DURATION', 'PT1H'),
    property('X-PUBLISHED-TTL', 'PT1H'),
    ...events.map((lines) => `${lines}END:VEVENT\r\n`),
    'END:VCALENDAR\r\n',
  ].join('');
}

function head(method: CalendarMethod | null): string {
  return [
    'BEGIN:VCALENDAR\r\n',
    property('VERSION', '2.0'),
    property('PRODID', PRODID),
    property('CALSCALE', 'GREGORIAN'),
    method === null ? '' : property('METHOD', method),
  ].join('');
}

function attendee({ name, address }: { name: string; address: string }, method: CalendarMethod): string {
  const answer = method === 'REQUEST' ? ';PARTSTAT=NEEDS-ACTION;RSVP=TRUE' : '';
  return property(
    `ATTENDEE;CN=${quoted(name || address)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT${answer}`,
    mailto(address),
  );
}
