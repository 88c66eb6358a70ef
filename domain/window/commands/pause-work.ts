import { z } from 'zod';
import { text } from '../../shared/fields';
import { optional } from '../../shared/optional';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { accept, refuse } from './verdict';
import { notAtWork } from './work';

/** S2: nothing more is begun; what is under way goes on to its end. */
export const pauseWork = command({
  schema: z.strictObject({ ...common, reason: text(2_000).optional().describe('why, for the timeline') }),
  summary: 'Begin nothing more for now; what is under way goes on to its end.',
  when: 'during the work, in a window with `work`',
  example: { by: 'you', reason: 'optional text' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done', 'no-work'],
  decide(state, { reason }) {
    const refusal = notAtWork(state);
    if (refusal) return refusal;
    if (state.work?.state === 'paused')
      return refuse('already-done', 'The work is paused already. Nothing was changed.');
    return accept({ type: 'work-paused', ...optional({ reason }) });
  },
});
