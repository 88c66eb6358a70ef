import { z } from 'zod';
import { optional } from '../../shared/optional';
import { STAFF } from '../../shared/roles';
import { alternatives, capacity } from '../spec-fields';
import { command, common } from './command';
import { accept, AHEAD, wrongPhase } from './verdict';

/** S8: which other nights customers may choose, and how much of theirs finds room here. What was moved stays where it is. */
export const offer = command({
  schema: z.strictObject({
    ...common,
    alternatives: alternatives
      .optional()
      .describe('references of windows into which customers may move their resources, instead of those named before'),
    capacity: capacity.optional().describe('how many resources may be moved here'),
  }),
  summary: 'Customers may move their resources between this window and others.',
  when: 'before the work',
  example: { by: 'you', alternatives: ['MW-2026-0042'], capacity: 10 },
  roles: STAFF,
  bySignal: false,
  refusals: [],
  decide(state, given) {
    if (!AHEAD.includes(state.phase)) return wrongPhase(state, 'offer', AHEAD);
    const offered = optional({ alternatives: given.alternatives, capacity: given.capacity });
    return Object.keys(offered).length === 0 ? accept() : accept({ type: 'offered', ...offered });
  },
});
