import { readClock, wallClock } from '../series/clock';
import { DAY, describeDuration } from '../shared/time';
import type { Slot } from '../window/types';
import { clockText, type PlaceRule } from './place-rule';

/** When, and for how long, a place may be worked on, by the provider's own rules (P6). Not for workflows: it knows time zones. */

/** A rule that a night breaks. */
export interface BrokenPlaceRule {
  readonly kind: 'hours' | 'length';
  readonly rule: PlaceRule;
  /** `eu-1: 22:00 to 06:00 (Europe/Berlin)`. */
  readonly text: string;
  readonly night: Slot;
  /** The next start that would keep the hours (UTC ms); the night's own start where none would. */
  readonly freeAt: number;
}

/** What of the rules the nights break, whether or not the place is touched. Pure. */
export function brokenPlaceRules(rules: readonly PlaceRule[], nights: readonly Slot[]): BrokenPlaceRule[] {
  const startsFor = freeStarts();
  return rules.flatMap((rule) =>
    nights.flatMap((night) => {
      const place = rule.location ?? 'everywhere';
      const { hours, longestMs } = rule;
      const free = hours && startsFor(night, hours);
      const isLong = longestMs !== undefined && night.endsAt - night.startsAt > longestMs;
      return [
        ...(hours && free !== night.startsAt
          ? [
              {
                ...{ kind: 'hours' as const, rule, night },
                text: `${place}: ${clockText(hours.from)} to ${clockText(hours.to)} (${hours.timeZone})`,
                freeAt: free ?? night.startsAt,
              },
            ]
          : []),
        ...(isLong
          ? [
              {
                ...{ kind: 'length' as const, rule, night },
                text: `${place}: ${describeDuration(longestMs)}`,
                freeAt: night.startsAt,
              },
            ]
          : []),
      ];
    }),
  );
}

/** Many places have the same hours, and time zones take their time: each night is looked up once for them. */
function freeStarts(): typeof freeStart {
  const known = new Map<string, number | undefined>();
  return (night, hours) => {
    const key = JSON.stringify([night.startsAt, night.endsAt, hours.from, hours.to, hours.timeZone]);
    if (!known.has(key)) known.set(key, freeStart(night, hours));
    return known.get(key);
  };
}

/** So many days are searched: where clocks change, the hours of a day can be too short. */
const DAYS_SEARCHED = 3;

/** The first start from the night's own on at which it lies within the hours; undefined when it is too long for them. */
function freeStart(
  { startsAt, endsAt }: Slot,
  { from, to, timeZone }: NonNullable<PlaceRule['hours']>,
): number | undefined {
  const lasts = endsAt - startsAt;
  const today = Date.parse(`${wallClock(startsAt, timeZone).date}T00:00:00Z`);
  for (let day = -1; day <= DAYS_SEARCHED; day++) {
    const begins = instantOf(today + day * DAY, from, timeZone);
    const ends = instantOf(today + (to > from ? day : day + 1) * DAY, to, timeZone);
    if (begins === undefined || ends === undefined) continue;
    const start = Math.max(begins, startsAt);
    if (start + lasts <= ends) return start;
  }
  return undefined;
}

/** `date`: UTC ms of the midnight that the date has there. Undefined for a date that a zone leaves out. */
function instantOf(date: number, minutes: number, timeZone: string): number | undefined {
  return readClock(new Date(date).toISOString().slice(0, 10), clockText(minutes), timeZone)?.at;
}
