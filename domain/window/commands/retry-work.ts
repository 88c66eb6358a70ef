import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { NO_WORK, resources } from './skip-work';
import { accept, DONE, refuse, wrongPhase } from './verdict';

/** S2: a person has looked, and resources that failed, are unknown or were left out are due again, under another key (S7). */
export const retryWork = command({
  schema: z.strictObject({ ...common, resources }),
  summary: 'Try resources again that failed, are unknown or were left out.',
  when: 'before completion, in a window with `work` that is not aborted',
  example: { by: 'you', resources: ['srv-12'] },
  roles: STAFF,
  bySignal: false,
  refusals: ['no-work', 'already-done'],
  workRefusals: ['not-due'],
  decide(state, { resources: again }) {
    if (!state.spec.work) return refuse('no-work', NO_WORK);
    if (state.phase === 'cancelled' || DONE.includes(state.phase)) {
      return wrongPhase(state, 'retryWork', ['announced', 'in-progress']);
    }
    if (state.work?.state === 'aborted') {
      return refuse('already-done', 'The work is aborted, so nothing is begun here again. Plan another window for it.');
    }
    return accept({ type: 'work-retried', resources: [...new Set(again)] });
  },
});
