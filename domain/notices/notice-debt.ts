import type { Refusal } from '../shared/errors';
import type { NoticePolicy } from './notice-policy';
import { after, classRules, describeAhead, leadOf, promisedAt } from './promise';
import { DAY, describeDuration, HOUR, MINUTE, toIso } from '../shared/time';
import { nameOfClass } from '../window/classes';
import type { WindowSpec } from '../window/types';

/** Notice that was promised and cannot be given any more, in ms. */
export interface NoticeDebt {
  /** Of business days, how long they are before this start. */
  readonly promisedMs: number;
  readonly givenMs: number;
  /** What is promised, in words: `14 days`, `10 business days (14 days before this start)`. */
  readonly promised: string;
  /** The earliest start, UTC ms, for which it would be kept. */
  readonly keptFrom: number;
}

/**
 * How far a window opened at `now` (UTC ms) falls short of the notice its class promises, or null when it keeps the promise
 * (N11). What counts is the time between the earliest possible announcement, `now`, and the planned start.
 */
export function noticeDebt(
  spec: Pick<WindowSpec, 'class' | 'className' | 'slot'>,
  now: number,
  policy: NoticePolicy,
): NoticeDebt | null {
  const { startsAt } = spec.slot;
  const promisedMs = startsAt - promisedAt(spec, policy);
  const givenMs = Math.max(0, startsAt - now);
  if (givenMs >= promisedMs) return null;
  const lead = leadOf(classRules(spec, policy));
  const inDays = lead.businessDays === undefined ? '' : ` (${describeDuration(promisedMs)} before this start)`;
  return { promisedMs, givenMs, promised: describeAhead(lead) + inDays, keptFrom: after(now, lead, policy) };
}

/** The way out of each class that promises more than is left: a class with less notice and more duties. */
const LOWER: Partial<Record<WindowSpec['class'], string>> = {
  standard: 'class expedited (with a justification), or an emergency (an RFO afterwards)',
  expedited: 'an emergency (an RFO afterwards)',
};

/**
 * The refusal of a plan that would owe notice (N11), with the figures and the ways out. `organizations`: how many customers
 * would hear of it late, where that is known.
 */
export function debtRefusal(
  { promised, givenMs, keptFrom }: NoticeDebt,
  spec: Pick<WindowSpec, 'class' | 'className'>,
  field: string,
  organizations?: number,
): Refusal<'notice-debt'> {
  const who = organizations === undefined ? 'customers' : `${String(organizations)} organizations`;
  const lower = LOWER[spec.class];
  return {
    code: 'notice-debt',
    field,
    detail:
      `Class ${nameOfClass(spec)} promises ${promised} of notice; ${who} would get ${describeDuration(givenMs)}. ` +
      `Ways out: a start at ${toIso(keptFrom)} or later${lower === undefined ? '' : `; ${lower}`}; or an override with a reason, by an approver.`,
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
