import type { Slot } from '../window/types';
import { en } from './words/en';
import type { PageWords } from './words/page-words';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number) => String(n).padStart(2, '0');

/** The UTC day and time of an instant (ms), in pieces: `Thu 10 Dec 2026` and `01:00`. `month` is English, for feeds. */
export function utcParts(at: number, say: Pick<PageWords, 'date'> = en) {
  const date = new Date(at);
  const day = date.getUTCDate();
  const month = date.getUTCMonth();
  return {
    month: MONTHS[month] ?? '',
    day,
    date: say.date({ weekday: date.getUTCDay(), day: String(day), month, year: String(date.getUTCFullYear()) }),
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  };
}

/** `Thu 10 Dec 2026, 01:00 UTC` */
export function utcText(at: number, say: Pick<PageWords, 'date'> = en): string {
  const { date, time } = utcParts(at, say);
  return `${date}, ${time} UTC`;
}

/** `Thu 10 Dec 2026, 01:00 to 03:00 UTC`, with both dates when they differ. */
export function slotText({ startsAt, endsAt }: Slot, say: Pick<PageWords, 'date' | 'to'> = en): string {
  const from = utcParts(startsAt, say);
  const to = utcParts(endsAt, say);
  const end = from.date === to.date ? to.time : `${to.date}, ${to.time}`;
  return `${from.date}, ${from.time} ${say.to} ${end} UTC`;
}

/** ISO 8601 with milliseconds, as the Statuspage JSON has it. */
export function isoMs(at: number): string {
  return new Date(at).toISOString();
}

/** RFC 822 as in RSS: `Thu, 10 Dec 2026 01:00:00 +0000`. */
export function rfc822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

/** `December 2026`, for the headings of the history. */
export function monthText(at: number, { locale }: Pick<PageWords, 'locale'> = en): string {
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(at);
}
