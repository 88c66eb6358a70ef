import { ownClass } from '../window/classes';
import type { WindowSpec } from '../window/types';
import { businessDaysAfter, businessDaysBefore, describeBusinessDays } from './business-days';
import type { ClassPolicy, NoticePolicy } from './notice-policy';
import { describeDuration } from '../shared/time';

/** How far ahead of a start something is due: so many ms, or so many business days where those are given. */
export interface Ahead {
  readonly ms: number;
  readonly businessDays?: number | undefined;
}

/** A plan, as far as its promises go. */
type Planned = Pick<WindowSpec, 'class' | 'className' | 'slot'>;

/** The figures of the window's class. */
export function classRules(
  { class: windowClass, className }: Pick<WindowSpec, 'class' | 'className'>,
  policy: NoticePolicy,
): ClassPolicy {
  return ownClass(className, policy) ?? policy.classes[windowClass];
}

/** So far before `startsAt`, UTC ms. Business days without a calendar do not occur; they would count as days. */
export function before(startsAt: number, { ms, businessDays }: Ahead, { calendar }: NoticePolicy): number {
  if (businessDays === undefined || !calendar) return startsAt - ms;
  return businessDaysBefore(startsAt, businessDays, calendar);
}

/** The earliest start that lies so far after `from`, UTC ms. */
export function after(from: number, { ms, businessDays }: Ahead, { calendar }: NoticePolicy): number {
  if (businessDays === undefined || !calendar) return from + ms;
  return businessDaysAfter(from, businessDays, calendar);
}

/** `14 days`, `10 business days`. */
export function describeAhead({ ms, businessDays }: Ahead): string {
  return businessDays === undefined ? describeDuration(ms) : describeBusinessDays(businessDays);
}

/** The notice a class promises (N1, N2). */
export function leadOf(rules: ClassPolicy): Ahead {
  return { ms: rules.leadMs, businessDays: rules.leadBusinessDays };
}

/** What a class must have left when it is opened (N2). */
export function minimumOf(rules: ClassPolicy): Ahead {
  return { ms: rules.minimumNoticeMs, businessDays: rules.minimumNoticeBusinessDays };
}

/** The last moment at which customers can be told in time (N11), UTC ms. */
export function promisedAt(planned: Planned, policy: NoticePolicy): number {
  return before(planned.slot.startsAt, leadOf(classRules(planned, policy)), policy);
}
