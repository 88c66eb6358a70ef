import { noticeSlug } from '../../notices/notice';
import { ANNOUNCEMENT } from '../../notices/notice-kinds';
import { nextDue, planOf } from './agenda';
import { alternateReleased } from '../commands/plan-change';
import { escalate } from './escalation';
import { asksWhenMissed } from './asking-staff';
import { begin } from '../begun-notices';
import { tellStaff } from './staff-lists';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/**
 * What the clock brings about at `now` (UTC ms), or nothing when nothing is due: never early (N10). Of several reminders that
 * became due while the system was down only the latest goes out and stands in for the others; once the planned start has
 * passed, a reminder helps nobody and is dropped, on the record.
 */
export function decideDue(state: WindowState, now: number): readonly WindowEvent[] {
  const due = nextDue(state);
  if (!due || due.at > now) return [];
  switch (due.duty.type) {
    case 'notice':
      return due.duty.kind === ANNOUNCEMENT
        ? [begin(state, ANNOUNCEMENT), ...tellStaff(state)]
        : decideReminders(state, now);
    case 'staff-nag':
      return [begin(state, 'staff-nag')];
    case 'brief':
      return [begin(state, 'brief')];
    case 'ask-approval':
      return [begin(state, 'approval-request')];
    case 'approval-missed':
      return [{ type: 'approval-missed' }, ...(asksWhenMissed(state) ? [begin(state, 'approval-request')] : [])];
    case 'ask-nomination':
      return [begin(state, 'nomination-nag')];
    case 'release-alternate':
      return state.spec.alternate ? alternateReleased(state, state.spec.alternate.slot) : [];
    case 'start':
      return [{ type: 'started' }, begin(state, 'started')];
    case 'ask-overrun':
      return [begin(state, 'overrun-question')];
    case 'escalate':
      return escalate(state, now);
    case 'start-missed':
      return [{ type: 'start-missed' }];
    case 'update-missed':
      return [{ type: 'update-missed', promisedBy: due.at }];
    case 'overdue':
      return [{ type: 'overdue' }];
    case 'rfo-late':
      return [{ type: 'rfo-late' }];
    case 'close':
      return [{ type: 'closed' }];
  }
}

function decideReminders(state: WindowState, now: number): readonly WindowEvent[] {
  const late = planOf(state).filter((planned) => planned.dueAt <= now);
  const latest = late.at(-1);
  if (!latest) return [];
  const slugs = late.map(({ kind }) => noticeSlug({ kind, ordinal: 1 }));
  if (now >= state.spec.slot.startsAt) return [{ type: 'reminders-passed', kinds: slugs, upTo: now }];
  return [begin(state, latest.kind, { folded: slugs.slice(0, -1) })];
}
