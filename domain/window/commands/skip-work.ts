import { z } from 'zod';
import { line, text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { accept, DONE, refuse, wrongPhase } from './verdict';

/** Ids of resources that a command is about. */
export const resources = z
  .array(line(200))
  .min(1)
  .max(100)
  .describe('ids of resources in the window; GET …/work lists them');

/** S2: a person leaves resources out of the work. The record says which can be. */
export const skipWork = command({
  schema: z.strictObject({ ...common, resources, reason: text(2_000).describe('why, for the timeline') }),
  summary: 'Leave resources out that are due, failed or unknown.',
  when: 'before completion, in a window with `work`',
  example: { by: 'you', resources: ['srv-12'], reason: 'text' },
  roles: STAFF,
  bySignal: false,
  refusals: ['no-work'],
  workRefusals: ['not-due'],
  decide(state, { resources: left, reason }) {
    if (!state.spec.work) return refuse('no-work', NO_WORK);
    if (state.phase === 'cancelled' || DONE.includes(state.phase)) {
      return wrongPhase(state, 'skipWork', ['announced', 'in-progress']);
    }
    return accept({ type: 'work-skipped', resources: [...new Set(left)], reason });
  },
});

/** Of a window that keeps nothing of the work on its resources. */
export const NO_WORK =
  'This window was opened without `work`, so it does nothing with its resources and keeps no list of them. Open the next one with it.';
