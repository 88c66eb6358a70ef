import type { CustomerLanguage } from '../shared/words/common';

/** When somebody answers the telephone: `Mon-Fri 08:00-18:00, Sat 10:00-14:00`, or `24/7`. */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export interface OpeningHours {
  /** Days by number, from 0, Monday; times of day as written. Empty: day and night. */
  readonly spans: readonly {
    readonly first: number;
    readonly last: number;
    readonly from: string;
    readonly to: string;
  }[];
}

const SPAN =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:-(Mon|Tue|Wed|Thu|Fri|Sat|Sun))? ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]|24):([0-5]\d)$/;

/** Undefined for what is no such text. */
export function readHours(text: string): OpeningHours | undefined {
  if (text.trim() === '24/7') return { spans: [] };
  const spans = text.split(',').map((part) => {
    const [, first, last, fromHour, fromMinute, toHour, toMinute] = SPAN.exec(part.trim()) ?? [];
    if (first === undefined) return undefined;
    const span = {
      first: DAYS.findIndex((day) => day === first),
      last: DAYS.findIndex((day) => day === (last ?? first)),
      from: `${String(fromHour)}:${String(fromMinute)}`,
      to: `${String(toHour)}:${String(toMinute)}`,
    };
    return span.last >= span.first && span.to > span.from && span.to <= '24:00' ? span : undefined;
  });
  return spans.every((span) => span !== undefined) ? { spans } : undefined;
}

const WORDS: Readonly<
  Record<
    CustomerLanguage,
    {
      readonly days: readonly string[];
      readonly always: string;
      daysFrom(first: string, last: string): string;
      day(day: string): string;
      span(days: string, from: string, to: string): string;
    }
  >
> = {
  en: {
    days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    always: 'day and night',
    daysFrom: (first, last) => `${first} to ${last}`,
    day: (day) => day,
    span: (days, from, to) => `${days}, ${from} to ${to}`,
  },
  de: {
    days: ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'],
    always: 'rund um die Uhr',
    daysFrom: (first, last) => `${first} bis ${last}`,
    day: (day) => day,
    span: (days, from, to) => `${days}, ${from} bis ${to} Uhr`,
  },
  fr: {
    days: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
    always: 'jour et nuit',
    daysFrom: (first, last) => `du ${first} au ${last}`,
    day: (day) => `le ${day}`,
    span: (days, from, to) => `${days}, de ${from} à ${to}`,
  },
};

/** The hours in words, with the zone they are in: `Monday to Friday, 08:00 to 18:00, Europe/Berlin`. */
export function hoursInWords({ spans }: OpeningHours, timeZone: string, language: CustomerLanguage): string {
  const words = WORDS[language];
  if (spans.length === 0) return words.always;
  const said = spans.map(({ first, last, from, to }) => {
    const one = words.days[first] ?? '';
    return words.span(first === last ? words.day(one) : words.daysFrom(one, words.days[last] ?? ''), from, to);
  });
  return `${said.join('; ')}, ${timeZone}`;
}
