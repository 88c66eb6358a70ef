import { z } from 'zod';
import { URGENT_WITHIN_MS, type QuietHours } from '../notices/quiet-hours';
import { DAY, HOUR } from '../shared/time';
import { duration } from './spans';

/** The part of the rules file about quiet hours (N10): `quietHours: { from: '21:00', to: '07:00', weekends: true }`. */

const clock = z
  .string('must be a time of day such as "21:00"')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "21:00"')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

export const quietHours = z
  .strictObject({
    from: clock,
    to: clock,
    weekends: z.boolean().default(false),
    urgentWithin: duration({ least: HOUR, most: 30 * DAY }).default(URGENT_WITHIN_MS),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'must be another time than `from`, not all of the day',
  });

export function quietHoursOf({ from, to, weekends, urgentWithin }: z.output<typeof quietHours>): QuietHours {
  return { from, to, ...(weekends ? { weekends: true as const } : {}), urgentWithinMs: urgentWithin };
}
