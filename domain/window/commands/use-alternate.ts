import { z } from 'zod';
import { APPROVERS, READERS } from '../../shared/roles';
import { command, common, override, reason } from './command';
import { moveTo, noAlternate, toldAt } from './plan-change';
import { AHEAD, wrongPhase } from './verdict';

/** L10: the first night is called off in time, so the alternate one is used. */
export const useAlternate = command({
  schema: z.strictObject({ ...common, reason, override }),
  summary: 'The first night is called off, the alternate one is used.',
  when: 'before the work, while there is an alternate night',
  example: { by: 'you', reason: 'text' },
  // whoever may override a rule gives the command with it
  roles: READERS,
  overriders: APPROVERS,
  bySignal: false,
  refusals: ['no-alternate', 'start-in-past', 'too-far-ahead', 'notice-debt'],
  recordRefusals: ['conflict'],
  decide(state, given, now) {
    if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'useAlternate', AHEAD);
    const { alternate } = state.spec;
    if (!alternate) return noAlternate();
    // customers have known of this night as long as of the first one
    return moveTo(state, alternate.slot, given, now, toldAt(state));
  },
});
