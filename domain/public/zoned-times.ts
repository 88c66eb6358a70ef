import type { PageWords } from './words/page-words';

/** Times as a reader's own clocks show them. */

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const UTC_NAMES = new Set(['UTC', 'Etc/UTC', 'Etc/UCT', 'Etc/Zulu', 'UCT', 'Zulu', 'GMT', 'Etc/GMT', 'Etc/GMT0']);

/** Making one is slow, and a few zones are used again and again. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_KEPT = 1_000;

/** Whether readers of the zone need no second time beside UTC. */
export const isUtc = (zone: string) => UTC_NAMES.has(zone);

/** The day and time of an instant (ms) in an IANA zone, in pieces, and the zone's distance from UTC then: `UTC+1`. */
export function zonedParts(
  at: number,
  zone: string,
  say: Pick<PageWords, 'date'>,
): { readonly date: string; readonly time: string; readonly offset: string } {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const weekday = WEEKDAYS.indexOf(part('weekday'));
  return {
    date: say.date({ weekday, day: part('day'), month: Number(part('month')) - 1, year: part('year') }),
    time: `${part('hour')}:${part('minute')}`,
    offset: part('timeZoneName').replace('GMT', 'UTC'),
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    if (formats.size >= MOST_KEPT) formats.clear();
    format = new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', weekday: 'short', day: 'numeric', month: 'numeric', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'shortOffset' },
    });
    formats.set(zone, format);
  }
  return format;
}
