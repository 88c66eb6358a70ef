import { ANNOUNCEMENT } from '../../notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../notices/notices';
import { spreadOf } from '../../notices/notice-policy';
import { classRules, promisedAt } from '../../notices/promise';
import { MINUTE } from '../../shared/time';
import { needs } from '../attention';
import { caughtUp, momentOf } from './catch-up';
import { delayToldAt, startMissedAt } from './delay';
import { escalationAt } from './escalation';
import { approvalAskedAt, approvalMissedAt, briefAt, nominationAskedAt, overrunAskedAt } from './asking-staff';
import { isUnreached } from '../begun-notices';
import { endToldBy, hasEndLists, nagAt } from './staff-lists';
import { owesRfo, reportAskedAt, reportDueAt } from './report';
import { isUndone } from '../undo';
import type { WindowState } from '../types';

/** What a window has to do by itself at a moment; everything else waits for a person. */
export type Duty =
  | { readonly type: 'notice'; readonly kind: NoticeKind }
  | { readonly type: 'staff-nag' }
  | { readonly type: 'brief' }
  | { readonly type: 'ask-approval' }
  | { readonly type: 'approval-missed' }
  | { readonly type: 'ask-nomination' }
  | { readonly type: 'release-alternate' }
  | { readonly type: 'start' }
  | { readonly type: 'start-missed' }
  | { readonly type: 'delayed' }
  | { readonly type: 'ask-overrun' }
  | { readonly type: 'escalate' }
  | { readonly type: 'update-missed' }
  | { readonly type: 'overdue' }
  | { readonly type: 'ask-report' }
  | { readonly type: 'rfo-late' }
  | { readonly type: 'value-missed' }
  | { readonly type: 'close' };

/** The next milestone: when (UTC ms) and what. */
export interface Due {
  readonly at: number;
  readonly duty: Duty;
}

/** A notice of the plan: `at` is the promised moment, `dueAt` the moment it leaves, the spread added (never before `at`). */
export interface PlannedNotice {
  readonly kind: NoticeKind;
  readonly at: number;
  readonly dueAt: number;
}

/**
 * Every announcement and reminder still ahead for the date in force, computed from the state each time and never stored, so
 * a reschedule moves every reminder (N9). Reminders that fall before the moment customers were last told are merged into
 * that notice, where the rules do not catch up with the latest of them (N10).
 */
export function planOf(state: WindowState): PlannedNotice[] {
  if (state.phase !== 'draft' && state.phase !== 'approved' && state.phase !== 'announced') return [];
  const plan: PlannedNotice[] = [];
  const rules = classRules(state.spec, state.policy);
  let told = state.lastToldAt;
  if (state.phase !== 'announced') {
    const announcement = announcementOf(state, rules.atOnce);
    plan.push(announcement);
    told = announcement.dueAt;
  }
  const after = Math.max(told ?? 0, state.foldedUpTo ?? 0);
  const late = told === undefined ? undefined : caughtUp(state, told);
  if (late && told !== undefined) plan.push({ kind: late.kind, at: told, dueAt: told });
  const spread = spreadOf(state.reference, state.policy.spreadMs);
  for (const rule of rules.reminders) {
    const at = momentOf(state, rule);
    if (at > after) plan.push({ kind: rule.kind, at, dueAt: at + spread });
  }
  return plan.sort((a, b) => a.dueAt - b.dueAt);
}

/** At once when the class says so or the promised moment has passed at opening; else so long before the start (N1–N3). */
function announcementOf(state: WindowState, atOnce: boolean): PlannedNotice {
  const promised = atOnce ? state.openedAt : promisedAt(state.spec, state.policy);
  const kind = ANNOUNCEMENT;
  if (promised <= state.openedAt) return { kind, at: state.openedAt, dueAt: state.openedAt };
  return { kind, at: promised, dueAt: promised + spreadOf(state.reference, state.policy.spreadMs) };
}

/** The next thing due, or undefined while only a person can move the window on. A pure function of the state. */
export function nextDue(state: WindowState): Due | undefined {
  return duties(state).reduce<Due | undefined>((first, due) => (!first || due.at < first.at ? due : first), undefined);
}

function duties(state: WindowState): Due[] {
  const { slot, alternate } = state.spec;
  const dues: Due[] = [];
  const add = (at: number | undefined, duty: Duty) => {
    if (at !== undefined) dues.push({ at, duty });
  };
  switch (state.phase) {
    case 'draft':
      add(alternate?.decideBy, { type: 'release-alternate' });
      break;
    case 'approved':
    case 'announced': {
      for (const { kind, dueAt } of planOf(state)) add(dueAt, { type: 'notice', kind });
      add(alternate?.decideBy, { type: 'release-alternate' });
      if (state.phase === 'approved') break;
      if (state.spec.automaticStart) add(slot.startsAt, { type: 'start' });
      else if (!needs(state, 'start-missed')) add(startMissedAt(state), { type: 'start-missed' });
      break;
    }
    case 'delayed':
      add(delayToldAt(state), { type: 'delayed' });
      break;
    case 'in-progress':
    case 'verifying':
    case 'overdue':
    case 'rolling-back':
      if (!isPast(state)) add(Math.max(slot.endsAt, state.startedAt ?? 0), { type: 'overdue' });
      add(nextWordBy(state), { type: 'update-missed' });
      break;
    case 'degraded':
      add(nextWordBy(state), { type: 'update-missed' });
      break;
    case 'completed':
    case 'rolled-back': {
      const completedAt = state.completedAt ?? 0;
      if (owesValue(state) && !needs(state, 'value-missed')) add(watchedUntil(state), { type: 'value-missed' });
      if (mayClose(state)) add(completedAt + graceOf(state), { type: 'close' });
      else if (owesRfo(state) && !needs(state, 'rfo-late')) add(reportDueAt(state), { type: 'rfo-late' });
      break;
    }
    default:
      break;
  }
  // of one instant customers come first (N14)
  return [...dues, ...internalDuties(state)];
}

/** The planned end in force has passed, and that was seen. */
function isPast({ wasOverdue, overrun, spec }: WindowState): boolean {
  return wasOverdue && (overrun === undefined || overrun.overdueFor === spec.slot.endsAt);
}

/** When customers are owed the next word (L4); an emergency, and a bad result, owe one now and then without a promise (E2, E3). */
function nextWordBy(state: WindowState): number | undefined {
  if (state.nextUpdateBy !== undefined) return state.nextUpdateBy;
  const owesWords = state.spec.class === 'emergency' || state.phase === 'degraded';
  if (!owesWords || !state.policy.process || state.cadenceFrom === undefined) return undefined;
  return state.cadenceFrom + state.policy.process.emergencyUpdateEveryMs;
}

/** Questions and reminders to the provider's own people (L6, L8, N12, P1, P3). */
function internalDuties(state: WindowState): Due[] {
  const dues: Due[] = [];
  const add = (at: number | undefined, duty: Duty) => {
    if (at !== undefined) dues.push({ at, duty });
  };
  if (state.phase === 'announced') {
    add(nagAt(state, planOf(state)[0]?.dueAt ?? state.spec.slot.startsAt), { type: 'staff-nag' });
  }
  const told = endToldBy(state);
  if (told !== undefined) add(nagAt(state, told), { type: 'staff-nag' });
  add(briefAt(state), { type: 'brief' });
  add(approvalAskedAt(state), { type: 'ask-approval' });
  add(approvalMissedAt(state), { type: 'approval-missed' });
  add(nominationAskedAt(state), { type: 'ask-nomination' });
  add(overrunAskedAt(state), { type: 'ask-overrun' });
  add(reportAskedAt(state), { type: 'ask-report' });
  add(escalationAt(state), { type: 'escalate' });
  return dues;
}

/** Every notice has reached its end, whatever the end. */
export function noticesAtRest(state: WindowState): boolean {
  return state.notices.every((notice) => notice.state !== 'under-way');
}

/** The work is over, everybody told, nothing owed (E4). */
function mayClose(state: WindowState): boolean {
  return noticesAtRest(state) && !owesRfo(state) && !owesValue(state);
}

/** Until when the result is watched (E3), UTC ms. */
export function watchedUntil({ spec, completedAt = 0 }: WindowState): number {
  return completedAt + (spec.verification?.monitorMinutes ?? 0) * MINUTE;
}

/** A value is to be entered, and no good one has been since the last bad one (E3). */
function owesValue({ spec, monitoringValue }: WindowState): boolean {
  return spec.verification?.monitor?.query !== undefined && monitoringValue?.isGood !== true;
}

/**
 * The result is watched (E3), somebody may still be reached by `retryFailed`, which a closed window no longer takes, and
 * customers are still to be told how it ended by those who answer for them (P4).
 */
function graceOf(state: WindowState): number {
  const monitoring = watchedUntil(state) - (state.completedAt ?? 0);
  const leftSomebody = state.notices.some((notice) => notice.revision === state.revision && isUnreached(notice));
  const told = hasEndLists(state) ? (state.policy.inside?.customersToldWithinMs ?? 0) : 0;
  return Math.max(monitoring, leftSomebody ? state.policy.unreachedGraceMs : 0, told);
}

/** Nothing can happen any more: closed, or cancelled with everything undone (L7). */
export function isOver(state: WindowState): boolean {
  return state.phase === 'closed' || (state.phase === 'cancelled' && noticesAtRest(state) && isUndone(state));
}

/** The duty in words, for timers, details and pages: `reminder, 7 days before`. */
export function describeDuty(duty: Duty): string {
  switch (duty.type) {
    case 'notice':
      return NOTICES[duty.kind].title;
    case 'staff-nag':
      return 'nag staff about customers not told yet';
    case 'brief':
      return 'brief support, marketing and product management';
    case 'ask-approval':
      return 'ask for approval';
    case 'approval-missed':
      return 'announcement due, if approved';
    case 'ask-nomination':
      return 'ask for a point of contact';
    case 'release-alternate':
      return 'decide between the two nights';
    case 'start':
      return 'start by itself';
    case 'ask-overrun':
      return 'ask whether the work ends in time';
    case 'escalate':
      return 'escalate';
    case 'start-missed':
      return 'ask why nobody has said "started"';
    case 'delayed':
      return 'tell customers that the work has not begun';
    case 'update-missed':
      return 'the promised progress update';
    case 'overdue':
      return 'planned end';
    case 'ask-report':
      return 'ask for the reason-for-outage report';
    case 'rfo-late':
      return 'reason-for-outage report due';
    case 'value-missed':
      return 'end of monitoring, with a value to be entered';
    case 'close':
      return 'close';
  }
}
