import { z } from 'zod';
import { UNVERIFIED } from '../../shared/actor';
import { ordinal } from '../../shared/fields';
import { READERS } from '../../shared/roles';
import { begin } from '../begun-notices';
import { isAuthor } from '../four-eyes';
import { command, common } from './command';
import { accept, refuse, wrongPhase } from './verdict';

/** The drafted report goes to everybody affected, by somebody else than its authors (E4). */
export const approveRfo = command({
  schema: z.strictObject({
    ...common,
    version: ordinal.optional().describe('the draft that is meant; the latest when left out'),
  }),
  summary: 'Publish the drafted RFO to everybody affected (by somebody else than its authors).',
  when: 'a draft is there',
  example: { by: 'you' },
  roles: READERS,
  bySignal: false,
  fourEyes: true,
  refusals: ['no-rfo-draft', 'already-done', 'own-plan'],
  decide(state, given) {
    const { version } = given;
    const { drafted, published, draft, authors = [] } = state.rfo;
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
    if (state.phase === 'closed' || state.phase === 'cancelled')
      return wrongPhase(state, 'approveRfo', ['completed', 'rolled-back']);
    // in windows of version 0.2.0 one person could do both
    if (state.authority && given.by === UNVERIFIED) {
      return refuse(
        'own-plan',
        'A report is published by a second person (E4), and a signal does not prove who sends it. Publish it with a personal token, by the API or the command line.',
        'by',
      );
    }
    if (state.authority && isAuthor(authors, given)) {
      return refuse(
        'own-plan',
        `${given.by} has written the report, so somebody else has to publish it (E4). Authors of the draft: ${authors.join(', ')}.`,
        'by',
      );
    }
    return accept(
      { type: 'rfo-published', version: drafted, final: draft.state === 'final' },
      begin(state, 'rfo', { ordinal: drafted }),
    );
  },
});
