import { languageOf } from '../email/content/languages/languages';
import { subjectOf } from '../email/content/subject';
import { translate } from '../email/content/translated';
import { calendarFeed } from './calendar';
import type { CalendarSender, EventFacts } from './event';

/** A feed's events by the facts of the notices that told them, in the organization's language; the summary is the subject those mails had. */
export function feedOf(
  feed: { readonly name: string; readonly locale: string; readonly events: readonly Omit<EventFacts, 'summary'>[] },
  sender: CalendarSender,
): string {
  const language = languageOf(feed.locale);
  return calendarFeed(
    feed.events.map((event) => {
      const facts = translate(event.facts, feed.locale);
      return { ...event, facts, language, summary: subjectOf(facts, event.resources, language) };
    }),
    sender,
    feed.name,
  );
}
