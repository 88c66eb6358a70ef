import { noticeSlug, NOTICE_TITLES, type NoticeKind } from '../notice';
import { spreadOf, type ClassPolicy } from '../notice-policy';
import type { NoticeRecord, WindowState } from './types';

/** What a window has to do by itself at a moment; everything else waits for a person. */
export type Duty =
  | { readonly type: 'notice'; readonly kind: NoticeKind }
  | { readonly type: 'start-missed' }
  | { readonly type: 'update-missed' }
  | { readonly type: 'overdue' }
  | { readonly type: 'rfo-late' }
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
 * that a reschedule re-arms everything by construction (N9). Reminders that fall before the moment customers were last told
 * are folded into that notice (N10).
 */
export function planOf(state: WindowState): PlannedNotice[] {
  if (state.phase !== 'approved' && state.phase !== 'announced') return [];
  const plan: PlannedNotice[] = [];
  const rules = state.policy.classes[state.spec.class];
  let told = state.lastToldAt;
  if (state.phase === 'approved') {
    const announcement = announcementOf(state, rules);
    plan.push(announcement);
    told = announcement.dueAt;
  }
  const after = Math.max(told ?? 0, state.foldedUpTo ?? 0);
  const spread = spreadOf(state.reference, state.policy.spreadMs);
  for (const { kind, beforeMs } of rules.reminders) {
    const at = state.spec.slot.startsAt - beforeMs;
    if (at > after) plan.push({ kind, at, dueAt: at + spread });
  }
  return plan.sort((a, b) => a.dueAt - b.dueAt);
}

/** At once when the class says so or the promised moment has passed at opening; else so long before the start (N1–N3). */
function announcementOf(state: WindowState, rules: ClassPolicy): PlannedNotice {
  const promised = rules.atOnce ? state.openedAt : state.spec.slot.startsAt - rules.leadMs;
  const kind = 'announcement';
  if (promised <= state.openedAt) return { kind, at: state.openedAt, dueAt: state.openedAt };
  return { kind, at: promised, dueAt: promised + spreadOf(state.reference, state.policy.spreadMs) };
}

/** The next thing due, or undefined while only a person can move the window on. A pure function of the state. */
export function nextDue(state: WindowState): Due | undefined {
  return duties(state).reduce<Due | undefined>((first, due) => (!first || due.at < first.at ? due : first), undefined);
}

function duties(state: WindowState): Due[] {
  const { slot } = state.spec;
  const dues: Due[] = planOf(state).map(({ kind, dueAt }) => ({ at: dueAt, duty: { type: 'notice', kind } }));
  switch (state.phase) {
    case 'announced':
      if (!needs(state, 'start-missed')) {
        dues.push({ at: slot.startsAt + state.policy.lateStartMs, duty: { type: 'start-missed' } });
      }
      break;
    case 'in-progress':
    case 'verifying':
    case 'overdue':
      if (!state.wasOverdue) dues.push({ at: Math.max(slot.endsAt, state.startedAt ?? 0), duty: { type: 'overdue' } });
      if (state.nextUpdateBy !== undefined) dues.push({ at: state.nextUpdateBy, duty: { type: 'update-missed' } });
      break;
    case 'completed': {
      const completedAt = state.completedAt ?? 0;
      if (mayClose(state)) dues.push({ at: completedAt + graceOf(state), duty: { type: 'close' } });
      else if (owesRfo(state) && !needs(state, 'rfo-late')) {
        dues.push({ at: completedAt + state.policy.rfoDueMs, duty: { type: 'rfo-late' } });
      }
      break;
    }
    default:
      break;
  }
  return dues;
}

/** The final report is owed and not yet published (E4). */
export function owesRfo(state: WindowState): boolean {
  return state.rfo.owed && !state.rfo.finalPublished;
}

/** Every notice has reached its end, whatever the end. */
export function noticesAtRest(state: WindowState): boolean {
  return state.notices.every((notice) => notice.state !== 'under-way');
}

/** Completed, everybody told, nothing owed (E4). */
function mayClose(state: WindowState): boolean {
  return noticesAtRest(state) && !owesRfo(state);
}

/** Somebody may still be reached by `retryFailed`, which a closed window no longer takes. */
function graceOf(state: WindowState): number {
  const leftSomebody = state.notices.some((notice) => notice.revision === state.revision && isUnreached(notice));
  return leftSomebody ? (state.policy.unreachedGraceMs ?? 0) : 0;
}

/** The notice is at rest and did not reach everybody. */
export function isUnreached({ state, counts }: NoticeRecord): boolean {
  return state === 'broken' || (counts !== undefined && counts.failed + (counts.suppressed ?? 0) > 0);
}

/** Nothing can happen any more: closed, or cancelled with the cancellation delivered. */
export function isOver(state: WindowState): boolean {
  return state.phase === 'closed' || (state.phase === 'cancelled' && noticesAtRest(state));
}

function needs(state: WindowState, code: string): boolean {
  return state.attention.some((a) => a.code === code);
}

/** The duty in words, for timers, details and pages: `reminder, 7 days before`. */
export function describeDuty(duty: Duty): string {
  switch (duty.type) {
    case 'notice':
      return NOTICE_TITLES[duty.kind];
    case 'start-missed':
      return 'ask why nobody has said "started"';
    case 'update-missed':
      return 'the promised progress update';
    case 'overdue':
      return 'planned end';
    case 'rfo-late':
      return 'reason-for-outage report due';
    case 'close':
      return 'close';
  }
}

/** The slug of a planned notice, for answers that list the plan. */
export function plannedSlug(planned: PlannedNotice): string {
  return noticeSlug({ kind: planned.kind, ordinal: 1 });
}
