import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { missingReference, referencesSchema, toReferences } from '../references';
import { command, common } from './command';
import { accept, AHEAD, refuse, UNSETTLED, wrongPhase } from './verdict';

/** P9: names the changes behind the window in other systems, in place of those named before. Customers hear nothing of it. */
export const refer = command({
  schema: z.strictObject({
    ...common,
    references: referencesSchema.describe('all of them; none removes those named before'),
  }),
  summary: 'Names the changes behind the window in other systems.',
  when: 'until it is closed',
  example: { by: 'you', references: [{ system: 'servicenow', id: 'CHG0031337' }] },
  roles: STAFF,
  bySignal: false,
  refusals: ['already-done', 'invalid-body'],
  decide(state, given) {
    if (state.phase === 'closed' || state.phase === 'cancelled')
      return wrongPhase(state, 'refer', [...AHEAD, ...UNSETTLED, 'completed']);
    const references = toReferences(given.references);
    if (JSON.stringify(references) === JSON.stringify(state.spec.references ?? [])) {
      return refuse('already-done', 'These are the references it has already. Nothing was changed.');
    }
    const refusal = missingReference({ class: state.spec.class, references }, state.policy.requiredReferences);
    if (refusal) return { refusal };
    return accept({ type: 'referred', references });
  },
});
