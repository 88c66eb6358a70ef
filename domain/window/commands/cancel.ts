import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { toIso } from '../../shared/time';
import { command, common, reason } from './command';
import { changed } from './plan-change';
import { accept, DONE, refuse, UNSETTLED } from './verdict';

/** L7: the work will not be done. L13: work that has begun is rolled back; `complete` says when systems are as before. */
export const cancel = command({
  schema: z.strictObject({ ...common, reason }),
  summary: 'The work will not be done, or is rolled back once it has begun; everybody who was told hears it.',
  when: 'any time before completion, or degraded',
  example: { by: 'you', reason: 'text' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done'],
  decide(state, given) {
    if (state.phase === 'rolling-back') {
      return refuse(
        'already-done',
        `The work has been rolled back since ${toIso(state.rollBack?.begunAt ?? 0)}. Nothing was changed. Tick off what is verified, then complete the window.`,
      );
    }
    if (state.phase === 'cancelled')
      return refuse('already-done', 'The window is cancelled already. Nothing was changed.');
    if (state.phase === 'degraded' && state.rollBack) {
      return refuse(
        'wrong-phase',
        `The work was rolled back at ${toIso(state.rollBack.endedAt ?? 0)}, so it cannot be again. Tell customers with post, then complete the window once all is well.`,
      );
    }
    if (DONE.includes(state.phase)) {
      return refuse('wrong-phase', `The window is ${state.phase}: the work is over, so it cannot be cancelled.`);
    }
    // windows of version 0.2.0 were over at once
    if (UNSETTLED.includes(state.phase) && state.policy.unplanned) {
      return accept(...changed(state, { type: 'roll-back-begun', reason: given.reason }, 'rolling-back', undefined));
    }
    return accept(...changed(state, { type: 'cancelled', reason: given.reason }, 'cancelled', undefined));
  },
});
