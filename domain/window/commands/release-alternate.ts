import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { alternateReleased, noAlternate } from './plan-change';
import { accept, AHEAD, wrongPhase } from './verdict';

/** L10: the first night is kept; customers who were told of two nights hear that the other is released. */
export const releaseAlternate = command({
  schema: z.strictObject({ ...common }),
  summary: 'The first night stands, the alternate one is free again.',
  when: 'before the work, while there is an alternate night',
  example: { by: 'you' },
  roles: STAFF,
  bySignal: false,
  refusals: ['no-alternate'],
  decide(state) {
    if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'releaseAlternate', AHEAD);
    return state.spec.alternate ? accept(...alternateReleased(state, state.spec.alternate.slot)) : noAlternate();
  },
});
