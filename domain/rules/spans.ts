import { z } from 'zod';
import { DAY, HOUR, MINUTE } from '../shared/time';
import type { Ahead } from '../notices/promise';

/** How the rules file writes time: `14 days`, `36 hours`, `15 minutes`, `none`, and for notice `10 business days`. */

const UNITS = { day: DAY, hour: HOUR, minute: MINUTE } as const;
const SPAN = /^(\d{1,6}) (day|hour|minute)s?$/;
const BUSINESS = /^(\d{1,3}) business days?$/;

const EXAMPLES = 'such as "14 days", "36 hours" or "15 minutes", or "none"';

interface Bounds {
  /** ms */
  readonly least?: number;
  readonly most: number;
}

/** A duration in ms within the bounds. */
export function duration({ least = 0, most }: Bounds) {
  return z.string(`must be a time ${EXAMPLES}`).transform((text, context) => {
    const ms = toMs(text);
    const fault = ms === undefined ? `must be a time ${EXAMPLES}` : outOf(ms, { least, most });
    if (ms !== undefined && fault === undefined) return ms;
    context.addIssue({ code: 'custom', message: fault ?? '' });
    return z.NEVER;
  });
}

/** The longest notice (ms, business days): a longer one is a typing error. */
const LONGEST = 365 * DAY;
const MOST_BUSINESS_DAYS = 250;

/** A time before a start, which can be counted in business days. */
export const ahead = z.string(`must be a time ${EXAMPLES}, or "10 business days"`).transform((text, context): Ahead => {
  const [, days] = BUSINESS.exec(text) ?? [];
  if (days !== undefined && Number(days) >= 1 && Number(days) <= MOST_BUSINESS_DAYS)
    return { ms: 0, businessDays: Number(days) };
  const ms = toMs(text);
  if (ms !== undefined && ms <= LONGEST) return { ms };
  const message =
    days !== undefined || ms !== undefined
      ? `must be ${String(LONGEST / DAY)} days or ${String(MOST_BUSINESS_DAYS)} business days at most, and not 0 business days`
      : `must be a time ${EXAMPLES}, or "10 business days"`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function toMs(text: string): number | undefined {
  if (text === 'none') return 0;
  const [, count, unit] = SPAN.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * UNITS[unit as keyof typeof UNITS];
}

function outOf(ms: number, { least = 0, most }: Bounds): string | undefined {
  if (ms < least) return `must be ${writeSpan(least)} or more`;
  return ms > most ? `must be ${writeSpan(most)} or less` : undefined;
}

/** As the file writes it, in the largest unit that has no rest: 2 days, 36 hours; `none` for 0. */
export function writeSpan(ms: number): string {
  if (ms === 0) return 'none';
  const [name, size] = Object.entries(UNITS).find(([, unit]) => ms % unit === 0) ?? ['minute', MINUTE];
  const count = ms / size;
  return `${String(count)} ${name}${count === 1 ? '' : 's'}`;
}

export function writeAhead({ ms, businessDays }: Ahead): string {
  if (businessDays === undefined) return writeSpan(ms);
  return `${String(businessDays)} business ${businessDays === 1 ? 'day' : 'days'}`;
}
