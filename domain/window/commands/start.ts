import { z } from 'zod';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { describeDuration, toIso } from '../../shared/time';
import { begin } from '../begun-notices';
import { command, common } from './command';
import { accept, refuse, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

/** The work has begun (L2). */
export const start = command({
  schema: z.strictObject({ ...common, note: text(2_000).optional().describe('a sentence for the page') }),
  summary: 'The work has begun.',
  when: 'announced; from 15 minutes before the planned start, an emergency any time',
  example: { by: 'you', note: 'optional sentence for the page' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done', 'too-early'],
  decide(state, given, now) {
    if (state.startedAt !== undefined) {
      return refuse('already-done', `The work started at ${toIso(state.startedAt)}. Nothing was changed.`);
    }
    if (state.phase === 'approved' || state.phase === 'draft') {
      return refuse(
        'too-early',
        'Customers have not been told of this window yet, so it cannot start. Wait for the announcement, or open an emergency.',
      );
    }
    if (state.phase !== 'announced') return wrongPhase(state, 'start', ['announced']);
    const { startsAt } = state.spec.slot;
    const earliest = startsAt - state.policy.earlyStartMs;
    if (state.spec.class !== 'emergency' && now < earliest) {
      return refuse(
        'too-early',
        `The planned start, which customers know, is ${toIso(startsAt)}, in ${describeDuration(startsAt - now)}; ` +
          `the work may start from ${toIso(earliest)}. Reschedule the window to start earlier.`,
      );
    }
    return accept({ type: 'started', ...optional({ note: given.note }) }, begin(state, 'started'));
  },
});
