import { z } from 'zod';
import { text } from '../../shared/fields';
import { AUTHORS } from '../../shared/roles';
import { command, common } from './command';
import { accept, refuse } from './verdict';

/** An approval can be taken back until customers have heard of the window (L8). */
export const withdraw = command({
  schema: z.strictObject({ ...common, reason: text(2_000).describe('why, for the author') }),
  summary: 'Takes an approval back, before customers have heard.',
  when: 'approved and not announced yet',
  example: { by: 'you', reason: 'text' },
  roles: AUTHORS,
  bySignal: false,
  refusals: ['already-done'],
  decide(state, given) {
    if (state.phase === 'draft') return refuse('already-done', 'The window is not approved. Nothing was changed.');
    if (state.phase !== 'approved' || !state.approval) {
      return refuse(
        'wrong-phase',
        state.approval
          ? `The window is ${state.phase}: customers have heard of it. Reschedule or cancel it instead.`
          : 'The window was opened without asking for an approval, so there is none to withdraw. Cancel it instead.',
      );
    }
    if (state.spec.class === 'emergency') {
      return refuse('wrong-phase', 'An emergency is announced first and reviewed afterwards. Cancel it instead.');
    }
    return accept({ type: 'approval-withdrawn', reason: given.reason });
  },
});
