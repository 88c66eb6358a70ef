import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { accept, refuse } from './verdict';
import { notAtWork } from './work';

/** S2: what was paused, or was stopped after failures, goes on. */
export const resumeWork = command({
  schema: z.strictObject(common),
  summary: 'The work goes on after a pause, or after it was stopped by failures.',
  when: 'the work is paused or stopped',
  example: { by: 'you' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done', 'no-work'],
  decide(state) {
    const refusal = notAtWork(state);
    if (refusal) return refusal;
    if (state.work?.state === 'going') return refuse('already-done', 'The work goes on already. Nothing was changed.');
    return accept({ type: 'work-resumed' });
  },
});
