import { z } from 'zod';
import { STAFF } from '../../shared/roles';
import { address } from '../spec-fields';
import { command, common } from './command';
import { accept, refuse } from './verdict';

/** Who is answerable for the window (P3). */
export const nominate = command({
  schema: z.strictObject({
    ...common,
    pointOfContact: address.describe('who is answerable for the window (P3)'),
  }),
  summary: 'Who is answerable for the window.',
  when: 'until it is over',
  example: { by: 'you', pointOfContact: 'noc@provider.example' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done'],
  decide(state, given) {
    if (state.phase === 'closed' || state.phase === 'cancelled') {
      return refuse('wrong-phase', `The window is ${state.phase}; nobody needs to answer for it any more.`);
    }
    if (!state.isWithoutContact && state.spec.pointOfContact === given.pointOfContact) {
      return refuse('already-done', `${given.pointOfContact} is the point of contact already. Nothing was changed.`);
    }
    return accept({ type: 'nominated', pointOfContact: given.pointOfContact });
  },
});
