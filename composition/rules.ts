import type { ConfiguredRules } from '../config/config';
import type { BusinessCalendar } from '../domain/notices/business-days';
import type { NoticePolicy } from '../domain/notices/notice-policy';
import { countsBusinessDays, type CalendarRules } from '../domain/rules/rules';
import { offsetsOf } from '../domain/series/clock';
import { DAY } from '../domain/shared/time';

/** The rules that windows are opened by (P6). */
export interface RulesInForce {
  /** The policy of a window that is opened at `now` (UTC ms): with the holidays of the years it can be planned in. */
  policyAt(now: number): NoticePolicy;
}

/** A country that has no holidays on record. */
export class UnknownCountry extends Error {
  override readonly name = 'UnknownCountry';
  constructor(readonly country: string) {
    super(
      `there are no holidays on record for ${country}; countries are written as in ISO 3166, such as FR, their parts as DE-BY. Leave it out, and name the days in calendar.daysOff`,
    );
  }
}

/** A window is planned up to two years ahead, and can be moved to another date later on: so many years are known beside its own. */
const YEARS_AHEAD = 4;

type Holidays = (years: readonly number[]) => readonly string[];

/**
 * Rules ready for use. The tables of holidays take some 85 ms and 20 MB, so they are read only where something is counted in business
 * days. Throws UnknownCountry.
 */
export async function loadRules({
  policy,
  calendar,
}: Pick<ConfiguredRules, 'policy' | 'calendar'>): Promise<RulesInForce> {
  if (!countsBusinessDays(policy)) return { policyAt: () => policy };
  const holidays = await holidaysOf(calendar);
  const byYear = new Map<number, BusinessCalendar>();
  return {
    policyAt(now) {
      const year = new Date(now).getUTCFullYear();
      const known = byYear.get(year) ?? calendarOf(calendar, holidays, year);
      byYear.set(year, known);
      return { ...policy, calendar: known };
    },
  };
}

/** The same at the start of a process. Throws an Error that names the file. */
export async function loadConfiguredRules(rules: ConfiguredRules): Promise<RulesInForce> {
  try {
    return await loadRules(rules);
  } catch (error) {
    if (!(error instanceof UnknownCountry)) throw error;
    throw new Error(`The rules in ${rules.file ?? 'force'} cannot be used:\n  calendar.holidays: ${error.message}`, {
      cause: error,
    });
  }
}

/** The calendar of windows opened in that year. The year before counts, too: what is promised for January lies there. */
function calendarOf({ timeZone, weekend, daysOff }: CalendarRules, holidays: Holidays, year: number): BusinessCalendar {
  const years = Array.from({ length: YEARS_AHEAD + 2 }, (_, index) => year - 1 + index);
  const from = Date.UTC(year - 1, 0, 1);
  // a day less: the zone's own year may end before that of UTC
  const knownUntil = Date.UTC(year + YEARS_AHEAD + 1, 0, 1) - DAY;
  const isWeekend = (date: string) => weekend.includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const dates = new Set([...holidays(years), ...daysOff].filter((date) => !isWeekend(date)));
  return { timeZone, weekend, holidays: [...dates].sort(), offsets: offsetsOf(timeZone, from, knownUntil), knownUntil };
}

/** Public holidays of all the countries, as local dates. */
async function holidaysOf({ holidays: countries }: CalendarRules): Promise<Holidays> {
  const { default: Calendar } = await import('date-holidays');
  const all = new Calendar();
  const calendars = countries.map((name) => {
    const [country = '', state, region] = name.split('-');
    const isKnown =
      has(all.getCountries(), country) &&
      has(all.getStates(country), state) &&
      has(all.getRegions(country, state ?? ''), region);
    if (!isKnown) throw new UnknownCountry(name);
    return new Calendar(country, state ?? '', region ?? '', { types: ['public'] });
  });
  return (years) =>
    calendars.flatMap((calendar) => years.flatMap((year) => calendar.getHolidays(year).flatMap(datesOf)));
}

/** Whether there is such a part, or none is asked for; a country without parts has no table of them. */
function has(parts: object | undefined, name: string | undefined): boolean {
  return name === undefined || (parts !== undefined && Object.hasOwn(parts, name));
}

/** A holiday of several days is one entry; its date is written in the country's own zone. */
function datesOf({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY));
  return Array.from({ length: days }, (_, index) => new Date(first + index * DAY).toISOString().slice(0, 10));
}
