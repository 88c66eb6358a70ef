import { debtRefusal, noticeDebt } from '../../notices/notice-debt';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';
import { accept, refuse, wrongPhase, type Decision, type Of } from './verdict';

/** The second pair of eyes (L8) and who is answerable (P3). `now` is UTC ms. */

export function decideApprove(state: WindowState, command: Of<'approve'>, now: number): Decision {
  const { approval } = state;
  if (!approval) {
    return refuse('already-done', 'The window was opened without asking for an approval. Nothing was changed.');
  }
  if (state.phase === 'cancelled' || state.phase === 'closed' || state.phase === 'completed') {
    return wrongPhase(state, 'approve', ['draft', 'approved', 'announced', 'in-progress', 'overdue', 'verifying']);
  }
  if (approval.approvedRevision === state.revision) {
    return refuse(
      'already-done',
      `Revision ${String(state.revision)} was approved by ${approval.approvedBy ?? 'somebody'}. Nothing was changed.`,
    );
  }
  if (approval.authors.includes(command.by)) {
    return refuse(
      'own-plan',
      `${command.by} drew up or changed this plan, so somebody else has to approve it (L8). Authors so far: ${approval.authors.join(', ')}.`,
      'by',
    );
  }
  if (state.phase === 'draft') {
    if (state.spec.slot.endsAt <= now) {
      return refuse('end-in-past', 'The planned end has passed. Reschedule the window, then approve it; or cancel it.');
    }
    const debt = command.override === undefined ? noticeDebt(state.spec, now, state.policy) : null;
    if (debt) return { refusal: debtRefusal(debt, state.spec, now, 'slots.0.start') };
  }
  const approved: WindowEvent = { type: 'approved', revision: state.revision };
  return command.override === undefined
    ? accept(approved)
    : accept({ type: 'rule-overridden', reason: command.override }, approved);
}

/** An approval can be taken back until customers have heard of the window. */
export function decideWithdraw(state: WindowState, command: Of<'withdraw'>): Decision {
  if (state.phase === 'draft') return refuse('already-done', 'The window is not approved. Nothing was changed.');
  if (state.phase !== 'approved' || !state.approval) {
    return refuse(
      'wrong-phase',
      state.approval
        ? `The window is ${state.phase}: customers have heard of it. Reschedule or cancel it instead.`
        : 'The window was opened without asking for an approval, so there is none to withdraw. Cancel it instead.',
    );
  }
  if (state.spec.class === 'emergency') {
    return refuse('wrong-phase', 'An emergency is announced first and reviewed afterwards. Cancel it instead.');
  }
  return accept({ type: 'approval-withdrawn', reason: command.reason });
}

export function decideNominate(state: WindowState, command: Of<'nominate'>): Decision {
  if (state.phase === 'closed' || state.phase === 'cancelled') {
    return refuse('wrong-phase', `The window is ${state.phase}; nobody needs to answer for it any more.`);
  }
  if (!state.isWithoutContact && state.spec.pointOfContact === command.pointOfContact) {
    return refuse('already-done', `${command.pointOfContact} is the point of contact already. Nothing was changed.`);
  }
  return accept({ type: 'nominated', pointOfContact: command.pointOfContact });
}
