import type { Refusal } from '../shared/errors';
import { DAY, describeDuration, toIso } from '../shared/time';
import type { BusinessCalendar } from '../notices/business-days';
import type { NoticePolicy } from '../notices/notice-policy';
import { after, before, classRules, describeAhead, minimumOf } from '../notices/promise';
import { nameOfClass } from './classes';
import { missingReference } from './references';
import type { Slot, WindowSpec } from './types';

/** Nobody plans further ahead; a typing error in the year is more likely. */
const FURTHEST_MS = 2 * 366 * DAY;

/** Why a night cannot start then, or undefined. `calendar`: of business days, where the window's rules count in them. */
export function checkStart(
  { startsAt }: Pick<Slot, 'startsAt'>,
  now: number,
  field: string,
  calendar?: BusinessCalendar,
): Refusal<'start-in-past' | 'too-far-ahead'> | undefined {
  if (startsAt <= now) {
    return {
      code: 'start-in-past',
      field,
      detail: `The start ${toIso(startsAt)} was ${describeDuration(now - startsAt)} ago; it is ${toIso(now)}. Give a later start, or open an emergency.`,
    };
  }
  if (startsAt - now > FURTHEST_MS) {
    return {
      code: 'too-far-ahead',
      field,
      detail: `The start ${toIso(startsAt)} is ${describeDuration(startsAt - now)} ahead; the furthest is two years. Check the year.`,
    };
  }
  if (calendar && startsAt >= calendar.knownUntil) {
    return {
      code: 'too-far-ahead',
      field,
      detail: `The start ${toIso(startsAt)} lies after ${toIso(calendar.knownUntil)}, up to which this window knows the holidays that its business days leave out. Open another window for that date, which knows the holidays of its own years, and cancel this one.`,
    };
  }
  return undefined;
}

/** The rules of opening that need a clock or the provider's own rules (N2, N3, P9), or undefined when the window may be opened now. */
export function checkOpening(spec: WindowSpec, now: number, policy: NoticePolicy): Refusal | undefined {
  const { slot } = spec;
  const unnamed = missingReference(spec, policy.requiredReferences);
  if (unnamed) return unnamed;
  // an emergency may have begun before it was opened (N3); its end still lies ahead
  const mayHaveStarted = spec.class === 'emergency';
  const isUnderWay = mayHaveStarted && slot.startsAt <= now;
  const fault = isUnderWay ? undefined : checkStart(slot, now, 'slots.0.start', policy.calendar);
  if (fault) return fault;
  if (slot.endsAt <= now) {
    return {
      code: 'end-in-past',
      field: 'slots.0.end',
      detail: `The end ${toIso(slot.endsAt)} was ${describeDuration(now - slot.endsAt)} ago; it is ${toIso(now)}. Give an end that lies ahead.`,
    };
  }
  const minimum = minimumOf(classRules(spec, policy));
  if (!mayHaveStarted && before(slot.startsAt, minimum, policy) < now) {
    return {
      code: 'notice-too-short',
      field: 'slots.0.start',
      detail:
        `Class ${nameOfClass(spec)} promises at least ${describeAhead(minimum)} of notice; ${describeDuration(slot.startsAt - now)} are left. ` +
        `Start at ${toIso(after(now, minimum, policy))} or later, or open an emergency with its duties (an RFO afterwards).`,
    };
  }
  return undefined;
}
