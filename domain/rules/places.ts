import { z } from 'zod';
import type { PlaceRule } from '../planning/place-rule';
import { locationPath } from '../planning/scope';
import { DAY, MINUTE } from '../shared/time';
import { isTimeZone } from '../shared/time-zone';
import { duration } from './spans';
import { EVERYWHERE } from './written-policy';

/** The part of the rules file about places: `eu-1: { hours: '22:00 to 06:00', timeZone: Europe/Berlin, longest: 4 hours }`. */

const MOST_PLACES = 500;
const HOURS = /^([01]\d|2[0-3]):([0-5]\d) to ([01]\d|2[0-3]):([0-5]\d)$/;

const hours = z.string().transform((text, context) => {
  const [from, fromMinute, to, toMinute] = (HOURS.exec(text) ?? []).slice(1).map(Number);
  const read = { from: (from ?? 0) * 60 + (fromMinute ?? 0), to: (to ?? 0) * 60 + (toMinute ?? 0) };
  if (from !== undefined && read.from !== read.to) return read;
  context.addIssue({ code: 'custom', message: 'must be hours of a day such as "22:00 to 06:00", not all of it' });
  return z.NEVER;
});

const place = z
  .strictObject({
    hours: hours.optional(),
    timeZone: z.string().max(100).refine(isTimeZone, 'must be a time zone such as Europe/Berlin').optional(),
    longest: duration({ least: MINUTE, most: 30 * DAY }).optional(),
    otherwise: z.enum(['warn', 'refuse']).default('warn'),
  })
  .superRefine(({ hours: given, timeZone, longest }, context) => {
    const fault = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (given && timeZone === undefined)
      fault(['timeZone'], 'is required with hours: whose clocks they are, such as Europe/Berlin');
    if (!given && timeZone !== undefined) fault(['timeZone'], 'belongs to hours: give them, or leave it out');
    if (!given && longest === undefined) fault([], 'must have hours, longest, or both');
  });

/** By location, or `everywhere`. */
export const places = z
  .record(z.union([z.literal(EVERYWHERE), locationPath]), place)
  .refine((all) => Object.keys(all).length <= MOST_PLACES, `must be ${String(MOST_PLACES)} places at most`);

export function placesOf(all: z.output<typeof places>): PlaceRule[] {
  return Object.entries(all).map(([location, { hours: given, timeZone = 'UTC', longest, otherwise }]) => ({
    ...(location === EVERYWHERE ? {} : { location }),
    ...(given ? { hours: { ...given, timeZone } } : {}),
    ...(longest === undefined ? {} : { longestMs: longest }),
    refuses: otherwise === 'refuse',
  }));
}
