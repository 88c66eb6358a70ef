import { noticeSlug } from '../../notices/notice';
import { ANNOUNCEMENT } from '../../notices/notice-kinds';
import { changesPlan } from '../../planning/conflicts';
import { nextDue, planOf, type Due } from './agenda';
import { alternateReleased } from '../commands/plan-change';
import { withInside } from '../inside';
import { onlyByMail } from '../private-notices';
import { latestMs } from './catch-up';
import { tellDelay } from './delay';
import { escalate } from './escalation';
import { askForReport, reportLate } from './report';
import { asksWhenMissed } from './asking-staff';
import { begin, count } from '../begun-notices';
import { tellStaff } from './staff-lists';
import { evolve } from '../evolve/evolve';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/** More duties than these at one moment are left to the next step. */
const MOST_AT_ONCE = 20;

/**
 * Everything the clock brings about at `now` (UTC ms), duty after duty, for one step to record. A change of plan can be
 * refused, so it is a step of its own.
 */
export function decideAllDue(before: WindowState, now: number): readonly WindowEvent[] {
  const all: WindowEvent[] = [];
  let state = before;
  for (let duties = 0; duties < MOST_AT_ONCE; duties++) {
    const events = decideDue(state, now);
    const isPlan = events.some(changesPlan);
    if (events.length === 0 || (isPlan && all.length > 0)) break;
    all.push(...events);
    if (isPlan) break;
    for (const event of events) {
      state = evolve(state, { sequence: state.sequence + 1, at: now, by: 'forewarn', door: 'clock', event });
    }
  }
  return all;
}

/**
 * What the clock brings about first at `now` (UTC ms), or nothing when nothing is due: never early (N10). Of several
 * reminders that became due while the system was down only the latest is sent, in place of the others, if the rules of the class
 * still send one so late; once the planned
 * start has passed, a reminder helps nobody; it is dropped, and the timeline says so.
 */
export function decideDue(state: WindowState, now: number): readonly WindowEvent[] {
  const due = nextDue(state);
  return due && due.at <= now ? withInside(state, broughtAbout(state, due, now)) : [];
}

function broughtAbout(state: WindowState, due: Due, now: number): readonly WindowEvent[] {
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
      // after an outage of the system, too, no work begins at a time that customers do not know (L12)
      return state.policy.unplanned && now >= state.spec.slot.endsAt
        ? [{ type: 'start-missed' }]
        : [{ type: 'started' }, begin(state, 'started')];
    case 'ask-overrun':
      return [begin(state, 'overrun-question')];
    case 'escalate':
      return escalate(state, now);
    case 'start-missed':
      return [{ type: 'start-missed' }];
    case 'delayed':
      return tellDelay(state, now);
    case 'update-missed':
      return [{ type: 'update-missed', promisedBy: due.at }];
    case 'overdue':
      return [{ type: 'overdue' }, ...onlyByMail(state, 'overdue')];
    case 'ask-report':
      return askForReport(state, now);
    case 'rfo-late':
      return reportLate(state);
    case 'value-missed':
      return valueMissed(state);
    case 'close':
      return [{ type: 'closed' }];
  }
}

function valueMissed({ spec }: WindowState): readonly WindowEvent[] {
  const query = spec.verification?.monitor?.query;
  return query ? [{ type: 'value-missed', query }] : [];
}

function decideReminders(state: WindowState, now: number): readonly WindowEvent[] {
  const late = planOf(state).filter((planned) => planned.dueAt <= now);
  const latest = late.at(-1);
  if (!latest) return [];
  const slugs = late.map(({ kind }, index) => {
    const sameBefore = late.slice(0, index).filter((other) => other.kind === kind).length;
    return noticeSlug({ kind, ordinal: count(state, kind) + sameBefore + 1 });
  });
  const passed = { type: 'reminders-passed', kinds: slugs, upTo: now } as const;
  if (now >= state.spec.slot.startsAt) return [passed];
  if (now - latest.dueAt > latestMs(state)) return [{ ...passed, byRule: true }];
  return [begin(state, latest.kind, { folded: slugs.slice(0, -1) })];
}
