import type { Slot } from '../window/types';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number) => String(n).padStart(2, '0');

/** The UTC day and time of an instant (ms), in pieces: `Thu 10 Dec 2026` and `01:00`. */
export function utcParts(at: number) {
  const date = new Date(at);
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = date.getUTCDate();
  const weekday = DAYS[date.getUTCDay()] ?? '';
  return {
    month,
    day,
    date: `${weekday} ${String(day)} ${month} ${String(date.getUTCFullYear())}`,
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  };
}

/** `Thu 10 Dec 2026, 01:00 UTC` */
export function utcText(at: number): string {
  const { date, time } = utcParts(at);
  return `${date}, ${time} UTC`;
}

/** `Thu 10 Dec 2026, 01:00 to 03:00 UTC`, with both dates when they differ. */
export function slotText({ startsAt, endsAt }: Slot): string {
  const from = utcParts(startsAt);
  const to = utcParts(endsAt);
  const end = from.date === to.date ? to.time : `${to.date}, ${to.time}`;
  return `${from.date}, ${from.time} to ${end} UTC`;
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
export function monthText(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }).format(at);
}
