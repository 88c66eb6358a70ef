import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { command, common, reason } from './command';
import { changed } from './plan-change';
import { accept, DONE, refuse } from './verdict';

/** L7: the work will not be done. */
export const cancel = command({
  schema: z.strictObject({ ...common, reason }),
  summary: 'The work will not be done; everybody who was told hears it.',
  when: 'any time before completion',
  example: { by: 'you', reason: 'text' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done'],
  decide(state, given) {
    if (state.phase === 'cancelled')
      return refuse('already-done', 'The window is cancelled already. Nothing was changed.');
    if (DONE.includes(state.phase)) {
      return refuse('wrong-phase', `The window is ${state.phase}: the work is done, so it cannot be cancelled.`);
    }
    return accept(...changed(state, { type: 'cancelled', reason: given.reason }, 'cancelled', undefined));
  },
});
