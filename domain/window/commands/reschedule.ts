import { z } from 'zod';
import { instant } from '../../shared/fields';
import { APPROVERS, READERS } from '../../shared/roles';
import { toIso } from '../../shared/time';
import { command, common, override, reason } from './command';
import { moveTo } from './plan-change';
import { AHEAD, refuse, WORKING, wrongPhase } from './verdict';

/** Another date (L5, N9). */
export const reschedule = command({
  schema: z
    .strictObject({ ...common, start: instant, end: instant, reason, override })
    .refine((value) => value.end > value.start, { path: ['end'], message: 'must be after the start' }),
  summary: 'A new date.',
  when: 'before the work',
  example: { by: 'you', start: '2026-12-12T01:00:00Z', end: '2026-12-12T03:00:00Z', reason: 'text' },
  // whoever may override a rule gives the command with it
  roles: READERS,
  overriders: APPROVERS,
  bySignal: false,
  refusals: ['same-slot', 'start-in-past', 'too-far-ahead', 'notice-debt'],
  recordRefusals: ['conflict'],
  decide(state, given, now) {
    if (!AHEAD.includes(state.phase)) {
      if (!WORKING.includes(state.phase)) return wrongPhase(state, 'reschedule', AHEAD);
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}: the work has begun. Use extend for a later end, or cancel it.`,
      );
    }
    const { slot } = state.spec;
    const to = { startsAt: given.start, endsAt: given.end };
    if (to.startsAt === slot.startsAt && to.endsAt === slot.endsAt) {
      return refuse(
        'same-slot',
        `The window is planned for ${toIso(slot.startsAt)} to ${toIso(slot.endsAt)} already.`,
        'start',
      );
    }
    return moveTo(state, to, given, now);
  },
});
