import { z } from 'zod';
import { text } from '../../shared/fields';
import { APPROVERS } from '../../shared/roles';
import { begin } from '../begun-notices';
import { command, common } from './command';
import { accept, AHEAD, DONE, refuse, WORKING, wrongPhase } from './verdict';

/** Instead of an approval (L8): whoever drew the plan up hears what should be different. The plan stays as it is until they change it. */
export const requestChanges = command({
  schema: z.strictObject({ ...common, reason: text(2_000).describe('what should change and why, for the author') }),
  summary: 'Instead of approving: whoever drew it up hears what should change.',
  when: 'an approval is asked for; of the revision in force',
  example: { by: 'you', reason: 'text' },
  roles: APPROVERS,
  bySignal: false,
  refusals: ['already-done'],
  decide(state, given) {
    const { approval, revision } = state;
    if (!approval) {
      return refuse('already-done', 'The window was opened without asking for an approval. Nothing was changed.');
    }
    if (state.phase === 'cancelled' || DONE.includes(state.phase)) {
      return wrongPhase(state, 'requestChanges', [...AHEAD, ...WORKING]);
    }
    if (approval.approvedRevision === revision) {
      return refuse(
        'already-done',
        `Revision ${String(revision)} was approved by ${approval.approvedBy ?? 'somebody'}. Nothing was changed; before customers have heard of it, withdraw takes the approval back.`,
      );
    }
    return accept({ type: 'changes-requested', revision, reason: given.reason }, begin(state, 'changes-request'));
  },
});
