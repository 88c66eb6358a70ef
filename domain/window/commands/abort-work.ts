import { z } from 'zod';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { accept } from './verdict';
import { notAtWork } from './work';

/** S2: nothing more is begun in this window, for good. */
export const abortWork = command({
  schema: z.strictObject({ ...common, reason: text(2_000).describe('why, for the timeline') }),
  summary: 'Begin nothing more in this window, for good; what is left needs another window.',
  when: 'during the work, in a window with `work`',
  example: { by: 'you', reason: 'text' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done', 'no-work'],
  decide: (state, { reason }) => notAtWork(state) ?? accept({ type: 'work-aborted', reason }),
});
