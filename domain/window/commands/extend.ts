import { z } from 'zod';
import { instant } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { describeDuration, toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import { command, common, reason } from './command';
import { accept, refuse, WORKING } from './verdict';

/** L6: the work lasts longer, and everybody affected hears the new end. A shorter one needs no command: complete it. */
export const extend = command({
  schema: z.strictObject({ ...common, end: instant.describe('the new planned end'), reason }),
  summary: 'The work lasts longer; everybody hears the new end.',
  when: 'during the work',
  example: { by: 'you', end: '2026-12-10T04:00:00Z', reason: 'text' },
  roles: STAFF,
  bySignal: true,
  refusals: ['end-in-past', 'not-later'],
  decide(state, { end, reason: why }, now) {
    if (!WORKING.includes(state.phase)) {
      return refuse(
        'wrong-phase',
        `The window is ${state.phase}; extend is for work under way. Before the start use reschedule.`,
      );
    }
    const { slot } = state.spec;
    if (end <= now) {
      return refuse(
        'end-in-past',
        `The new end ${toIso(end)} was ${describeDuration(now - end)} ago; it is ${toIso(now)}. Give an end that lies ahead.`,
        'end',
      );
    }
    if (end <= slot.endsAt) {
      return refuse(
        'not-later',
        `The planned end is ${toIso(slot.endsAt)}; ${toIso(end)} is not later. To end early, complete the work.`,
        'end',
      );
    }
    const next = { ...state, revision: state.revision + 1 };
    const to = { startsAt: slot.startsAt, endsAt: end };
    return accept({ type: 'extended', from: slot, to, reason: why }, begin(next, 'extended'));
  },
});
