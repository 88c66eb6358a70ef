import type { UnplannedPolicy } from '../../notices/notice-policy';
import type { ErrorCode, Refusal } from '../../shared/errors';
import { instant, text } from '../../shared/fields';
import { describeDuration, toIso } from '../../shared/time';
import type { WindowState } from '../types';
import { refuse } from './verdict';

/** L14: when something really happened, said afterwards. All instants are UTC ms. */

/** The field of a command in which somebody says so, with why it was not said at once. */
export const actualTime = instant.optional().describe('when it really happened (L14); left out: now');
export const whyAfterwards = text(2_000).optional().describe('why it is said only afterwards, for staff');

/** A reason without a time explains nothing; for `refine`. */
export const reasonNeedsTime = <F extends string>(field: F) =>
  [
    (body: Readonly<Partial<Record<F, number | undefined>>> & { readonly reason?: string | undefined }) =>
      body.reason === undefined || body[field] !== undefined,
    { path: ['reason'] as string[], message: `says why ${field} is given afterwards: leave it out without ${field}` },
  ] as const;

interface Given<F extends string> {
  readonly field: F;
  readonly at: number;
  /** It cannot be before this, for the reason in `since`. */
  readonly earliest: number;
  readonly since: string;
}

/** The time that counts, absent where none was given; or why it cannot be that. */
export type Checked<C extends ErrorCode> = { readonly time?: number } | { readonly refusal: Refusal<C> };

/** The time that counts, never after `now`; or the refusal with both bounds. */
export function checkedTime<F extends string>(
  { field, at, earliest, since }: Given<F>,
  now: number,
  { clockToleranceMs }: UnplannedPolicy,
): { readonly time: number } | { readonly refusal: Refusal<'time-out-of-bounds'> } {
  const latest = now + clockToleranceMs;
  if (at > latest) {
    return refuse(
      'time-out-of-bounds',
      `${field} ${toIso(at)} is ${describeDuration(at - now)} ahead; it is ${toIso(now)}. Give when it happened, or leave it out for now.`,
      field,
    );
  }
  if (at < earliest) {
    return refuse(
      'time-out-of-bounds',
      `${field} ${toIso(at)} is before ${toIso(earliest)}, ${since}. Give a time from ${toIso(earliest)} to ${toIso(now)}.`,
      field,
    );
  }
  return { time: Math.min(at, now) };
}

/** From when the work of a window may have begun, and why. An emergency may have begun before it was opened (N3). */
export function earliestStart(
  { spec, policy, openedAt }: WindowState,
  { begunBeforeOpeningMs }: UnplannedPolicy,
): Pick<Given<string>, 'earliest' | 'since'> {
  if (spec.class === 'emergency') {
    const since = `${describeDuration(begunBeforeOpeningMs)} before the window was opened`;
    return { earliest: openedAt - begunBeforeOpeningMs, since };
  }
  const planned = spec.slot.startsAt - policy.earlyStartMs;
  if (openedAt > planned) return { earliest: openedAt, since: 'when the window was opened' };
  return { earliest: planned, since: 'from when the work was allowed to begin, as customers know its time' };
}
