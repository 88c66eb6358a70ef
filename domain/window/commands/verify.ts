import { z } from 'zod';
import { text } from '../../shared/fields';
import { STAFF } from '../../shared/roles';
import { onlyByMail } from '../private-notices';
import { command, common } from './command';
import { accept, refuse, WORKING, wrongPhase } from './verdict';
import { optional } from '../../shared/optional';

/** The work is done; now it is checked (L3). */
export const verify = command({
  schema: z.strictObject({ ...common, note: text(2_000).optional().describe('a sentence for the page') }),
  summary: 'The work is done and is being checked.',
  when: 'during the work; a roll-back is verified with tick and complete',
  example: { by: 'you' },
  roles: STAFF,
  bySignal: true,
  refusals: ['already-done'],
  decide(state, given) {
    if (state.phase === 'verifying')
      return refuse('already-done', 'The work is being verified already. Nothing was changed.');
    if (!WORKING.includes(state.phase) || state.phase === 'rolling-back')
      return wrongPhase(state, 'verify', ['in-progress', 'overdue']);
    return accept({ type: 'verifying', ...optional({ note: given.note }) }, ...onlyByMail(state, 'verifying'));
  },
});
