import type { ReminderRule } from '../../notices/notice-policy';
import { isReminder, tellsDate } from '../../notices/notice-kinds';
import { before, classRules } from '../../notices/promise';
import { HOUR } from '../../shared/time';
import type { WindowState } from '../types';

/** What becomes of reminders whose moment passes while nothing runs, or lies before customers hear the date (N10). */

/** A reminder leaves a little late as a rule: windows that are due together are spread, and share what sends. */
const IN_TIME_MS = 1 * HOUR;

/** The longest a reminder may be late and still be sent (ms). */
export function latestMs({ spec, policy }: Pick<WindowState, 'spec' | 'policy'>): number {
  const { catchUpMs } = classRules(spec, policy);
  return catchUpMs === undefined ? Infinity : Math.max(catchUpMs, IN_TIME_MS);
}

/** The moment of a reminder, UTC ms. */
export function momentOf({ spec, policy }: Pick<WindowState, 'spec' | 'policy'>, rule: ReminderRule): number {
  const { beforeMs: ms, beforeBusinessDays: businessDays } = rule;
  return before(spec.slot.startsAt, { ms, businessDays }, policy);
}

/**
 * The reminder that follows at once what tells customers a date for the first time, at `told` (UTC ms): the latest whose moment lies
 * before that, where the class catches up so far. Undefined as a rule: what told them stands in for it; so does what tells them the
 * date again, such as a change of the plan.
 */
export function caughtUp(state: WindowState, told: number): ReminderRule | undefined {
  const { reminders, catchUpMs = 0 } = classRules(state.spec, state.policy);
  if (catchUpMs === 0) return undefined;
  const dateTold = state.notices.findLastIndex(({ kind }) => tellsDate(kind) === 'first');
  const isReminded = state.notices.some(({ kind }, place) => place > dateTold && isReminder(kind));
  if (isReminded || (state.notices[dateTold]?.begunAt ?? told) !== told) return undefined;
  const passed = reminders
    .map((rule) => ({ rule, at: momentOf(state, rule) }))
    .filter(({ at }) => at <= told)
    .sort((a, b) => a.at - b.at)
    .at(-1);
  if (!passed || told - passed.at > catchUpMs || passed.at <= (state.foldedUpTo ?? -Infinity)) return undefined;
  return passed.rule;
}
