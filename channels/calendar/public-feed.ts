import { isUrgent } from '../../domain/brands/support';
import { titleWithState } from '../../domain/public/news';
import type { PublicWindow } from '../../domain/public/window';
import { calendarUid } from '../../domain/channels/calendar';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { windowUrl } from '../../domain/window/links';
import { published } from './calendar';
import { supportText, type CalendarSender } from './event';
import { dateTime, mailto, property, quoted, text } from './lines';

/**
 * The public page's calendar (C2): what the page tells everybody and no more, so without MAINTNOTE's account and objects,
 * which are a customer's own. UIDs differ from those in customers' mails: whoever has both sees both, and neither overwrites the
 * other.
 */
export function publicFeed(windows: readonly PublicWindow[], sender: CalendarSender, name: string): string {
  return published(
    windows.map((window) => eventLines(window, sender)),
    name,
  );
}

function eventLines(window: PublicWindow, { domain, organizer, publicUrl, support }: CalendarSender): string {
  const { reference, startsAt, endsAt, endedAt, updatedAt, updates, impact, customerAction } = window;
  // the real end once there is one; an event must not end before it begins
  const until = endedAt !== null && endedAt > startsAt ? Math.max(endedAt, startsAt + 1_000) : endsAt;
  const description = [
    ...(impact.description === '' ? [] : [impact.description]),
    `What to do: ${customerAction}`,
    `Reference: ${reference}`,
    ...supportText(support, isUrgent(window)),
  ];
  return [
    'BEGIN:VEVENT\r\n',
    property('UID', calendarUid(domain, reference, PAGE_ORGANIZATION)),
    // the number of the latest public event in the window's life: it only goes up
    property('SEQUENCE', String(updates[0]?.sequence ?? 0)),
    property('DTSTAMP', dateTime(updatedAt)),
    property('LAST-MODIFIED', dateTime(updatedAt)),
    property('DTSTART', dateTime(startsAt)),
    property('DTEND', dateTime(until)),
    property('SUMMARY', text(titleWithState(window))),
    property('DESCRIPTION', text(description.join('\n\n'))),
    property(`ORGANIZER;CN=${quoted(organizer.name || organizer.address)}`, mailto(organizer.address)),
    property('STATUS', window.phase === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'),
    property('TRANSP', 'TRANSPARENT'),
    property('CLASS', 'PUBLIC'),
    property('URL', windowUrl(publicUrl, reference)),
  ].join('');
}
