import { CHANNEL_TITLES, CHANNEL_UNDONE, CHANNELS, type Channel } from '../channels/channels';
import { isUnreached } from './begun-notices';
import type { NoticeRecord, WindowState } from './types';

/** What a cancellation has to undo: the announcement to customers, and what channels outside show. */
export const UNDO_ITEMS = ['notice', ...CHANNELS] as const;
export const UNDO_STATES = ['under-way', 'failed', 'done', 'written-off'] as const;

/** One thing a cancellation has to undo (L7); `text` says what, and what is left of it. */
export interface UndoItem {
  readonly id: (typeof UNDO_ITEMS)[number];
  readonly text: string;
  readonly state: (typeof UNDO_STATES)[number];
}

/**
 * What a cancellation must undo and how far it is, computed from the state each time. The window ends when nothing is left;
 * without a process policy it ends with its notices.
 */
export function undoOf(state: WindowState): UndoItem[] {
  if (state.phase !== 'cancelled' || !state.policy.process) return [];
  const told = state.notices.findLast(({ kind }) => kind === 'cancelled');
  return [
    ...(told ? [item(state, 'notice', told)] : []),
    ...(state.channels ?? []).map((channel) => channelItem(state, channel)),
  ];
}

function channelItem(state: WindowState, channel: Channel): UndoItem {
  const text = CHANNEL_TITLES[channel];
  if (state.undone?.includes(channel))
    return { id: channel, text: `${text} ${CHANNEL_UNDONE[channel]}`, state: 'done' };
  if (state.writtenOff?.includes(channel)) return { id: channel, text: `${text} was given up`, state: 'written-off' };
  const trouble = state.attention.find(({ code }) => code === `channel.${channel}`);
  return trouble
    ? { id: channel, text: trouble.text, state: 'failed' }
    : { id: channel, text: `${text} is being brought in step`, state: 'under-way' };
}

/** Whether something still has to be undone. */
export function isUndone(state: WindowState): boolean {
  return undoOf(state).every((each) => each.state === 'done' || each.state === 'written-off');
}

function item(state: WindowState, id: UndoItem['id'], notice: NoticeRecord): UndoItem {
  const { counts } = notice;
  if (notice.state === 'under-way') return { id, text: 'customers and their calendars are told', state: 'under-way' };
  if (!isUnreached(notice)) return { id, text: 'customers and their calendars were told', state: 'done' };
  const left = (counts?.failed ?? 0) + (counts?.suppressed ?? 0);
  const text = `${String(left)} of ${String(counts?.recipients ?? 0)} recipients have not heard of the cancellation; retryFailed or writeOff`;
  return { id, text, state: state.writtenOff?.includes(id) ? 'written-off' : 'failed' };
}
