import { subjectOf } from '../email/content/subject';
import { calendarFeed } from './calendar';
import type { CalendarSender, EventFacts } from './event';

/** A feed's events by the facts of the notices that told them; the summary is the subject those mails had. */
export function feedOf(
  feed: { readonly name: string; readonly events: readonly Omit<EventFacts, 'summary'>[] },
  sender: CalendarSender,
): string {
  return calendarFeed(
    feed.events.map((event) => ({ ...event, summary: subjectOf(event.facts, event.resources) })),
    sender,
    feed.name,
  );
}
