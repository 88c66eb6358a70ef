import { noticeSlug } from '../../notices/notice';
import { isOver } from '../duties/agenda';
import { isUnreached } from '../begun-notices';
import { undoOf } from '../undo';
import type { WindowState } from '../types';
import { accept, refuse, type Decision, type Of } from './verdict';

/** What an operator does about deliveries and undoing that did not succeed. */

export function decideRetryFailed(state: WindowState, command: Of<'retryFailed'>): Decision {
  if (isOver(state)) return refuse('wrong-phase', `The window is ${state.phase}; nothing is sent for it any more.`);
  const atRest = state.notices.filter(({ state: end }) => end !== 'under-way');
  const named = command.notice === undefined ? atRest : atRest.filter((n) => noticeSlug(n) === command.notice);
  const notice = named.filter(({ revision }) => revision === state.revision).findLast(isUnreached);
  if (notice) {
    const { kind, revision, ordinal } = notice;
    return accept({ type: 'notice-retried', notice: { kind, revision, ordinal } });
  }
  const which = command.notice === undefined ? 'No notice' : `The notice ${command.notice}`;
  return refuse(
    'nothing-failed',
    `${which} of revision ${String(state.revision)} has failed deliveries that are at rest. GET …/notices shows where each stands.`,
  );
}

/** L7: what remains to be undone is given up, on the record. */
export function decideWriteOff(state: WindowState, command: Of<'writeOff'>): Decision {
  if (state.phase !== 'cancelled') {
    return refuse('wrong-phase', `The window is ${state.phase}; writeOff is for what a cancellation left behind.`);
  }
  const items = undoOf(state);
  const item = items.find(({ id }) => id === command.item);
  const open = items.filter((each) => each.state !== 'done' && each.state !== 'written-off').map(({ id }) => id);
  if (!item) {
    const ways = open.length > 0 ? `Still open: ${open.join(', ')}.` : 'Nothing is open.';
    return refuse('no-such-item', `The window has nothing called ${command.item} to undo. ${ways}`, 'item');
  }
  if (item.state === 'done' || item.state === 'written-off') {
    return refuse('already-done', `${item.id} is ${item.state.replace('-', ' ')} already. Nothing was changed.`);
  }
  return accept({ type: 'written-off', item: item.id, reason: command.reason });
}
