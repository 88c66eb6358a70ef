import { z } from 'zod';
import { READERS } from '../../shared/roles';
import { rfoFields } from '../rfo-fields';
import { command, common } from './command';
import { accept, DONE, refuse, UNSETTLED, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

/** A version of the reason-for-outage report (E4). Approvers read what customers will read, reports too. */
export const draftRfo = command({
  schema: z.strictObject({ ...common, ...rfoFields }),
  summary: 'A version of the RFO.',
  when: 'after the start; `"state":"preliminary"` before completion, `final` once a final one is out',
  example: { by: 'you', summary: 'text', rootCause: 'text', state: 'final' },
  roles: READERS,
  bySignal: false,
  refusals: [],
  decide(state, given) {
    if (state.startedAt === undefined || state.phase === 'closed' || state.phase === 'cancelled') {
      return wrongPhase(state, 'draftRfo', [...UNSETTLED, 'completed', 'rolled-back']);
    }
    if (given.state === 'final' && !DONE.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}: a final RFO can be written once the work is completed or rolled back. Draft it with state "preliminary" until then.`,
        'state',
      );
    }
    // in windows of version 0.2.0 one could follow, and was owed anew
    if (given.state === 'preliminary' && state.rfo.finalPublished && state.policy.aftermath) {
      return refuse(
        'wrong-phase',
        'The final RFO has been published: what corrects it is final, too. Draft it with state "final".',
        'state',
      );
    }
    const text = {
      ...{ state: given.state, summary: given.summary, ...optional({ customerImpact: given.customerImpact }) },
      ...{ rootCause: given.rootCause, ...optional({ resolution: given.resolution }) },
      preventiveMeasures: given.preventiveMeasures,
    };
    return accept({ type: 'rfo-drafted', version: state.rfo.drafted + 1, text });
  },
});
