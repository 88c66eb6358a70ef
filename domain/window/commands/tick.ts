import { z } from 'zod';
import { ordinal } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { command, common } from './command';
import { accept, refuse, WORKING, wrongPhase } from './verdict';

/** E3: what was checked after the work. */
export const tick = command({
  schema: z.strictObject({ ...common, step: ordinal.describe('its number in the check-list, from 1') }),
  summary: 'A verification step is done.',
  when: 'during the work',
  example: { by: 'you', step: 1 },
  roles: STAFF,
  bySignal: true,
  refusals: ['no-such-step', 'already-done'],
  decide(state, { step }) {
    if (!WORKING.includes(state.phase)) return wrongPhase(state, 'tick', WORKING);
    const steps = state.spec.verification?.steps ?? [];
    const text = steps[step - 1];
    if (text === undefined) {
      const has = steps.length === 0 ? 'no verification steps' : `the verification steps 1 to ${String(steps.length)}`;
      return refuse('no-such-step', `The window has ${has}, not ${String(step)}.`, 'step');
    }
    if (state.ticks?.includes(step)) {
      return refuse('already-done', `Step ${String(step)}, "${text}", is ticked off already. Nothing was changed.`);
    }
    return accept({ type: 'ticked', step, text });
  },
});
