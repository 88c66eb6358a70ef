import { z } from 'zod';
import { READERS } from '../../shared/roles';
import { begin } from '../begun-notices';
import { command, common } from './command';
import { accept, refuse, wrongPhase } from './verdict';

/** The drafted report goes to everybody affected (E4). */
export const approveRfo = command({
  schema: z.strictObject({
    ...common,
    version: z.int().min(1).optional().describe('the draft that is meant; the latest when left out'),
  }),
  summary: 'Publish the drafted RFO to everybody affected.',
  when: 'a draft is there',
  example: { by: 'you' },
  roles: READERS,
  givenBy: 'body',
  refusals: ['no-rfo-draft', 'already-done'],
  decide(state, { version }) {
    const { drafted, published, draft } = state.rfo;
    if (!draft) return refuse('no-rfo-draft', 'No RFO has been drafted. Draft one with draftRfo, then approve it.');
    if (version !== undefined && version !== drafted) {
      return refuse(
        'stale-revision',
        `You approve version ${String(version)}; the latest draft is version ${String(drafted)}. Read that one, then approve it.`,
        'version',
      );
    }
    if (published === drafted) {
      return refuse(
        'already-done',
        `Version ${String(published)} has been published. Draft a new one with draftRfo to correct it.`,
      );
    }
    if (state.phase === 'closed' || state.phase === 'cancelled') return wrongPhase(state, 'approveRfo', ['completed']);
    return accept(
      { type: 'rfo-published', version: drafted, final: draft.state === 'final' },
      begin(state, 'rfo', { ordinal: drafted }),
    );
  },
});
