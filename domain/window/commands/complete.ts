import { z } from 'zod';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { describeDuration, toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import { UNPLANNED } from '../../notices/notice-policy';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';
import { actualTime, checkedTime, type Checked, reasonNeedsTime, whyAfterwards } from './actual-time';
import { command, common } from './command';
import { accept, DONE, refuse, UNSETTLED } from './verdict';
import { optional } from '../../shared/optional';

const schema = z
  .strictObject({
    ...common,
    message: text(4_000).optional().describe('what customers read about the outcome'),
    customerImpactMinutes: z.int().min(0).max(100_000).optional().describe('how long customers really saw it (L3)'),
    completedAt: actualTime,
    reason: whyAfterwards,
    override: text(2_000).optional().describe('why verification steps are skipped'),
  })
  .refine(...reasonNeedsTime('completedAt'));

/**
 * E3: with steps left to check it is not completed; E4: work that ran past its end owes a report. Of work that was called off: systems
 * are as they were before it (L13). Of a window that is open again: all is well (E3).
 */
export const complete = command({
  schema,
  summary: 'The work is over; of a roll-back: systems are as before; of a bad result: all is well again.',
  when: 'during the work, or degraded',
  example: { by: 'you', message: 'optional text', customerImpactMinutes: 12 },
  roles: STAFF,
  // skipping a check is for whoever does the work
  overriders: STAFF,
  bySignal: true,
  refusals: ['already-done', 'verification-open', 'time-out-of-bounds'],
  decide(state, given, now) {
    if (DONE.includes(state.phase) && state.endedAt !== undefined) {
      return refuse('already-done', `The work was completed at ${toIso(state.endedAt)}. Nothing was changed.`);
    }
    if (!UNSETTLED.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}: what has not started cannot be completed. Start it first, or cancel it.`,
      );
    }
    if (state.phase === 'degraded') return recovered(state, given);
    const left = openSteps(state);
    if (left.length > 0 && given.override === undefined) {
      return refuse(
        'verification-open',
        `${String(left.length)} of ${String(state.spec.verification?.steps.length ?? 0)} verification steps are not ticked off: ${left.join('; ')}. ` +
          'Tick them off with tick, or complete with an override that says why they are skipped.',
      );
    }
    const actual = actualEnd(state, given.completedAt, now);
    if ('refusal' in actual) return actual;
    const late = (actual.time ?? now) - state.spec.slot.endsAt;
    const type = state.phase === 'rolling-back' ? 'rolled-back' : 'completed';
    const { message, customerImpactMinutes, reason } = given;
    return accept(
      ...overridden(left.length > 0 ? given.override : undefined),
      { type, ...optional({ message, customerImpactMinutes, completedAt: actual.time, reason }) },
      ...(!state.rfo.owed && (state.wasOverdue || late > 0)
        ? [{ type: 'rfo-owed', because: overranWords(state, late) } as const]
        : []),
      begin(state, type),
    );
  },
});

/** What was checked after the work stays so; when the work ended stays as it was said. */
function recovered(state: WindowState, given: z.output<typeof schema>) {
  const { message, customerImpactMinutes, completedAt } = given;
  if (completedAt !== undefined) {
    return refuse(
      'time-out-of-bounds',
      `The work ended at ${toIso(state.endedAt ?? 0)}, as was said. Leave completedAt out: the window is well again now.`,
      'completedAt',
    );
  }
  return accept({ type: 'recovered', ...optional({ message, customerImpactMinutes }) }, begin(state, 'recovered'));
}

/** When the work ended, where that is given (L14). */
function actualEnd(
  { policy, startedAt = 0 }: WindowState,
  at: number | undefined,
  now: number,
): Checked<'time-out-of-bounds'> {
  if (at === undefined) return {};
  const { unplanned = UNPLANNED } = policy;
  return checkedTime({ field: 'completedAt', at, earliest: startedAt, since: 'when the work began' }, now, unplanned);
}

function openSteps(state: WindowState): string[] {
  const steps = state.spec.verification?.steps ?? [];
  return steps
    .map((words, index) => `${String(index + 1)} ${words}`)
    .filter((_, index) => !state.ticks?.includes(index + 1));
}

function overridden(reason: string | undefined): WindowEvent[] {
  return reason === undefined ? [] : [{ type: 'rule-overridden', reason }];
}

function overranWords({ overrun, spec }: WindowState, late: number): string {
  if (late > 0) return `the work ran ${describeDuration(late)} past its planned end`;
  return overrun?.overdueFor === spec.slot.endsAt
    ? 'customers were told that the work ran past its planned end'
    : 'the work ran past the end that was planned before it was extended';
}
