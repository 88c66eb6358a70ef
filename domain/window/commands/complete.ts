import { z } from 'zod';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { describeDuration, toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';
import { command, common } from './command';
import { accept, DONE, refuse, WORKING } from './verdict';
import { optional } from '../../shared/optional';

/** E3: with steps left to check it is not completed; E4: work that ran past its end owes a report. */
export const complete = command({
  schema: z.strictObject({
    ...common,
    message: text(4_000).optional().describe('what customers read about the outcome'),
    customerImpactMinutes: z.int().min(0).max(100_000).optional().describe('how long customers really saw it (L3)'),
    override: text(2_000).optional().describe('why verification steps are skipped'),
  }),
  summary: 'The work is over.',
  when: 'during the work',
  example: { by: 'you', message: 'optional text', customerImpactMinutes: 12 },
  roles: STAFF,
  // skipping a check is for whoever does the work
  overriders: STAFF,
  bySignal: true,
  refusals: ['already-done', 'verification-open'],
  decide(state, given, now) {
    if (DONE.includes(state.phase) && state.endedAt !== undefined) {
      return refuse('already-done', `The work was completed at ${toIso(state.endedAt)}. Nothing was changed.`);
    }
    if (!WORKING.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}: what has not started cannot be completed. Start it first, or cancel it.`,
      );
    }
    const left = openSteps(state);
    if (left.length > 0 && given.override === undefined) {
      return refuse(
        'verification-open',
        `${String(left.length)} of ${String(state.spec.verification?.steps.length ?? 0)} verification steps are not ticked off: ${left.join('; ')}. ` +
          'Tick them off with tick, or complete with an override that says why they are skipped.',
      );
    }
    const late = now - state.spec.slot.endsAt;
    return accept(
      ...overridden(left.length > 0 ? given.override : undefined),
      {
        type: 'completed',
        ...optional({ message: given.message, customerImpactMinutes: given.customerImpactMinutes }),
      },
      ...(!state.rfo.owed && (state.wasOverdue || late > 0)
        ? [{ type: 'rfo-owed', because: overranWords(late) } as const]
        : []),
      begin(state, 'completed'),
    );
  },
});

function openSteps(state: WindowState): string[] {
  const steps = state.spec.verification?.steps ?? [];
  return steps
    .map((words, index) => `${String(index + 1)} ${words}`)
    .filter((_, index) => !state.ticks?.includes(index + 1));
}

function overridden(reason: string | undefined): WindowEvent[] {
  return reason === undefined ? [] : [{ type: 'rule-overridden', reason }];
}

function overranWords(late: number): string {
  return late > 0
    ? `the work ran ${describeDuration(late)} past its planned end`
    : 'the work ran past the end that was planned before it was extended';
}
