import type { Refusal } from '../shared/errors';
import type { NoticePolicy } from './notice-policy';
import { DAY, describeDuration, HOUR, MINUTE, toIso } from '../shared/time';
import type { WindowSpec } from '../window/types';

/** Notice that was promised and cannot be given any more, in ms. */
export interface NoticeDebt {
  readonly promisedMs: number;
  readonly givenMs: number;
}

/**
 * How far a window opened at `now` (UTC ms) falls short of the notice its class promises, or null when it keeps the promise
 * (N11). What counts is the time between the earliest possible announcement, `now`, and the planned start.
 */
export function noticeDebt(
  spec: Pick<WindowSpec, 'class' | 'slot'>,
  now: number,
  policy: NoticePolicy,
): NoticeDebt | null {
  const promisedMs = policy.classes[spec.class].leadMs;
  const givenMs = Math.max(0, spec.slot.startsAt - now);
  return givenMs < promisedMs ? { promisedMs, givenMs } : null;
}

/** The way out of each class that promises more than is left: a class with less notice and more duties. */
const LOWER: Partial<Record<WindowSpec['class'], string>> = {
  standard: 'class expedited (3 days, with a justification), or an emergency (an RFO afterwards)',
  expedited: 'an emergency (an RFO afterwards)',
};

/**
 * The refusal of a plan that would owe notice (N11), with the figures and the ways out. `toldAt` (UTC ms) is when customers
 * would hear of it, `organizations` how many, where that is known.
 */
export function debtRefusal(
  { promisedMs, givenMs }: NoticeDebt,
  spec: Pick<WindowSpec, 'class'>,
  toldAt: number,
  field: string,
  organizations?: number,
): Refusal<'notice-debt'> {
  const who = organizations === undefined ? 'customers' : `${String(organizations)} organizations`;
  const lower = LOWER[spec.class];
  return {
    code: 'notice-debt',
    field,
    detail:
      `Class ${spec.class} promises ${describeDuration(promisedMs)} of notice; ${who} would get ${describeDuration(givenMs)}. ` +
      `Ways out: a start at ${toIso(toldAt + promisedMs)} or later${lower === undefined ? '' : `; ${lower}`}; or an override with a reason, by an approver.`,
  };
}

/** A duration of 0 ms or more as ISO 8601, rounded down to whole minutes, largest unit the day: `P14D`, `P4DT23H59M`, `PT0M`. */
export function toIsoDuration(ms: number): string {
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  const time = `${hours > 0 ? `${String(hours)}H` : ''}${minutes > 0 ? `${String(minutes)}M` : ''}`;
  if (days === 0 && time === '') return 'PT0M';
  return `P${days > 0 ? `${String(days)}D` : ''}${time === '' ? '' : `T${time}`}`;
}
