import { z } from 'zod';
import { debtRefusal, noticeDebt } from '../../notices/notice-debt';
import { APPROVERS } from '../../shared/roles';
import type { WindowEvent } from '../events';
import { isAuthor, planAuthors } from '../four-eyes';
import { command, common, override } from './command';
import { accept, AHEAD, DONE, refuse, UNSETTLED, wrongPhase } from './verdict';

/** Approval by a second person (L8). */
export const approve = command({
  schema: z.strictObject({ ...common, override }),
  summary: 'The drafted text and plan may go to customers (by somebody else than the author).',
  when: 'an approval is asked for; of the revision in force',
  example: { by: 'you' },
  roles: APPROVERS,
  overriders: APPROVERS,
  bySignal: false,
  fourEyes: true,
  refusals: ['already-done', 'own-plan', 'end-in-past', 'notice-debt'],
  decide(state, given, now) {
    const { approval } = state;
    if (!approval) {
      return refuse('already-done', 'The window was opened without asking for an approval. Nothing was changed.');
    }
    if (state.phase === 'cancelled' || DONE.includes(state.phase)) {
      return wrongPhase(state, 'approve', [...AHEAD, ...UNSETTLED]);
    }
    if (approval.approvedRevision === state.revision) {
      return refuse(
        'already-done',
        `Revision ${String(state.revision)} was approved by ${approval.approvedBy ?? 'somebody'}. Nothing was changed.`,
      );
    }
    const authors = planAuthors(state);
    if (isAuthor(authors, given)) {
      return refuse(
        'own-plan',
        `${given.by} drew up, changed or worded this plan, or issued the token of whoever did, so somebody else has to approve it (L8). Authors so far: ${authors.join(', ')}.`,
        'by',
      );
    }
    if (state.phase === 'draft') {
      if (state.spec.slot.endsAt <= now) {
        return refuse(
          'end-in-past',
          'The planned end has passed. Reschedule the window, then approve it; or cancel it.',
        );
      }
      const debt = given.override === undefined ? noticeDebt(state.spec, now, state.policy) : null;
      if (debt) return { refusal: debtRefusal(debt, state.spec, 'slots.0.start') };
    }
    const approved: WindowEvent = { type: 'approved', revision: state.revision };
    return given.override === undefined
      ? accept(approved)
      : accept({ type: 'rule-overridden', reason: given.override }, approved);
  },
});
