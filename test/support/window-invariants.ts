import { noticeWorkflowId } from '../../domain/notices/notice';
import { ANNOUNCEMENT, isToCustomers } from '../../domain/notices/notice-kinds';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import { PUBLIC_EVENT_TYPES } from '../../domain/public/updates';
import { DAY } from '../../domain/shared/time';
import { isOver } from '../../domain/window/duties/agenda';
import { isRevising, type EventType, type RecordedEvent, type WindowEvent } from '../../domain/window/events';
import { isUndone } from '../../domain/window/undo';
import type { Phase, Slot, WindowClass } from '../../domain/window/types';
import type { CoreWindow } from './windows';

/** What must hold in every life of a window, each rule by its requirement; `check` fails with the id of the broken one. */

const BEFORE: Record<string, number> = { 'reminder-7d': 7 * DAY, 'reminder-3d': 3 * DAY, 'reminder-1d': 1 * DAY };
const LEAD: Record<WindowClass, number> = { standard: 14 * DAY, expedited: 3 * DAY, emergency: 0 };

/** L1: the phases that may follow each phase. */
const FOLLOWS: Record<Phase, readonly Phase[]> = {
  draft: ['approved', 'cancelled'],
  approved: ['draft', 'announced', 'cancelled'],
  announced: ['delayed', 'in-progress', 'cancelled'],
  delayed: ['announced', 'in-progress', 'cancelled'],
  'in-progress': ['overdue', 'verifying', 'completed', 'rolling-back'],
  overdue: ['in-progress', 'verifying', 'completed', 'rolling-back'],
  verifying: ['overdue', 'completed', 'rolling-back'],
  'rolling-back': ['rolled-back'],
  completed: ['degraded', 'closed'],
  'rolled-back': ['degraded', 'closed'],
  degraded: ['completed', 'rolled-back', 'rolling-back'],
  closed: [],
  cancelled: [],
};

/** The plan as the log alone tells it, kept beside the core's own state. */
interface Plan {
  slot: Slot;
  class: WindowClass;
  revision: number;
  alternate: Slot | undefined;
  announcedAt: number | undefined;
  authors: Set<string>;
  /** The revision approved last, 0 for none. */
  approved: number;
}

/** Checks the whole log of a life, event by event. */
export function checkLog(window: CoreWindow): void {
  const { log, state } = window;
  const [opened] = log;
  if (opened?.event.type !== 'opened') throw new Error('the first event opens');
  const needsApproval = opened.event.approval === 'required';
  const hasProcess = opened.event.policy.process !== undefined;
  const plan: Plan = {
    slot: opened.event.spec.slot,
    class: opened.event.spec.class,
    revision: 1,
    alternate: opened.event.spec.alternate?.slot,
    announcedAt: undefined,
    authors: new Set([opened.by]),
    approved: 0,
  };

  // events are numbered without gaps
  holds(
    'sequence',
    log.every(({ sequence }, index) => sequence === index + 1),
    log,
  );

  log.forEach((recorded, index) => {
    follow(plan, recorded, { isOverridden: log[index - 1]?.event.type === 'rule-overridden', hasProcess });
    checkApproval(plan, recorded, needsApproval);
    checkNotice(plan, recorded);
  });
  // N8: at most one notice per kind, ordinal and revision; after the walk, which names the cause of a duplicate
  const ids = window.begun.map(({ notice }) => noticeWorkflowId(state.reference, notice));
  holds('N8', new Set(ids).size === ids.length, ids);
  checkPhases(phasesOf(window));
  checkEscalation(window);
  checkUnplanned(window);
  checkInside(window);
  checkReport(window);
  checkDegradation(window);
  holds('N9', state.revision === plan.revision, { state: state.revision, plan: plan.revision });
  holds('N9', JSON.stringify(state.spec.slot) === JSON.stringify(plan.slot), {
    state: state.spec.slot,
    plan: plan.slot,
  });
}

/** Applies an event to the plan. N11: a new date keeps the promise of its class, or somebody is recorded as responsible. */
function follow(
  plan: Plan,
  { event, at, by }: RecordedEvent,
  { isOverridden, hasProcess }: { isOverridden: boolean; hasProcess: boolean },
): void {
  if (isRevising(event)) plan.revision++;
  switch (event.type) {
    case 'rescheduled':
      plan.slot = event.to;
      plan.authors.add(by);
      if (hasProcess) {
        // a night named as the alternate one was announced with the first one
        const isAlternate = plan.alternate?.startsAt === event.to.startsAt;
        const told = isAlternate ? (plan.announcedAt ?? at) : at;
        holds('N11', isOverridden || event.to.startsAt - told >= LEAD[plan.class], { event, at });
      }
      plan.alternate = undefined;
      break;
    case 'extended':
      // L6: the end is moved to a later time in the future
      holds('L6', event.to.endsAt > at && event.to.endsAt > plan.slot.endsAt, { event, at });
      plan.slot = event.to;
      break;
    case 'alternate-released':
      plan.alternate = undefined;
      break;
    case 'notice-begun':
      if (event.notice.kind === 'announcement') plan.announcedAt = at;
      break;
    case 'rescoped':
      plan.authors.add(by);
      break;
    case 'reclassified':
      plan.class = event.to;
      plan.authors.add(by);
      break;
    default:
      break;
  }
}

/** L8: nobody approves their own plan, and no customer is told an unapproved one, except in emergencies. */
function checkApproval(plan: Plan, { event, by }: RecordedEvent, needsApproval: boolean): void {
  if (event.type === 'approved') {
    holds('L8', !plan.authors.has(by) && event.revision === plan.revision, { event, by, plan });
    plan.approved = plan.revision;
  }
  if (event.type === 'approval-withdrawn') plan.approved = 0;
  // releasing the other night is part of what was approved
  if (event.type === 'alternate-released' && plan.approved === plan.revision - 1) plan.approved = plan.revision;
  if (
    event.type === 'notice-begun' &&
    event.notice.kind === 'announcement' &&
    needsApproval &&
    plan.class !== 'emergency'
  ) {
    holds('L8', plan.approved === plan.revision, { event, plan });
  }
}

function checkNotice({ slot, revision, class: windowClass }: Plan, { event, at }: RecordedEvent): void {
  if (event.type !== 'notice-begun') return;
  const { kind } = event.notice;
  // N9: every notice has the revision, and so the date, in force at that moment
  holds('N9', event.notice.revision === revision, { event, revision });
  const before = BEFORE[kind];
  if (before !== undefined) {
    // N10: never early, for the date in force (N9); after the start a reminder makes no sense
    holds('N10', at >= slot.startsAt - before && at < slot.startsAt, { event, at, slot });
    // N10: no reminder is sent together with a later one that was also due; the class decides which reminders there are
    const due = remindersOf(windowClass).filter((k) => slot.startsAt - (BEFORE[k] ?? 0) <= at);
    holds('N10', due.at(-1) === kind, { event, at, due });
  }
  if (kind === 'announcement' && windowClass === 'standard') {
    holds('N1', at >= slot.startsAt - LEAD.standard, { event, at, slot });
  }
}

/** L6, E2: each cause escalates once until a person acts, in steps that go up to the last one and no further. */
function checkEscalation({ log, state }: CoreWindow): void {
  const { escalateAfterMs = [], escalateAgainAfterMs = [] } = state.policy.process ?? {};
  let causes = new Set<string>();
  let step = 0;
  for (const { event, door } of log) {
    if (door !== 'clock') causes = new Set();
    const cause = causeOf(event);
    if (cause !== undefined) {
      holds('L6', !causes.has(cause), { event, log });
      causes.add(cause);
      step = 0;
    }
    if (event.type === 'escalated') {
      holds('L6', event.step > step && event.step <= escalateAfterMs.length + escalateAgainAfterMs.length, {
        event,
        log,
      });
      step = event.step;
    }
  }
}

/** E4: a report is late once, never early; whoever writes it is asked twice at most, and nobody once the final version is out. */
function checkReport({ log, state }: CoreWindow): void {
  const { policy, spec } = state;
  const dueMs = policy.classes[spec.class].rfoDueMs ?? policy.rfoDueMs;
  const about = log.filter(
    ({ event }) => event.type === 'notice-begun' && ['report-nag', 'report-late'].includes(event.notice.kind),
  );
  const late = log.filter(({ event }) => event.type === 'rfo-late');
  // what is owed counts anew from each end of the work, or of a bad result (E3)
  const ends = log.filter(({ event }) => END_EVENTS.includes(event.type));
  const endBefore = (sequence: number) => ends.findLast((end) => end.sequence < sequence)?.at ?? Infinity;
  const outAt = log.find(({ event }) => event.type === 'rfo-published' && event.final)?.at ?? Infinity;
  holds(
    'E4',
    late.length <= Math.max(1, ends.length) && late.every(({ at, sequence }) => at >= endBefore(sequence) + dueMs),
    late,
  );
  holds(
    'E4',
    about.every(({ at }) => at <= outAt),
    about,
  );
  const asked = about.filter(({ event }) => event.type === 'notice-begun' && event.notice.kind === 'report-nag');
  holds('E4', asked.length <= 2 * Math.max(1, ends.length), asked);
}

/** What says how it ended. */
const END_EVENTS: readonly EventType[] = ['completed', 'rolled-back', 'recovered'];

/**
 * E3: a bad result is told to customers in its own step and once, however often figures go up and down, until a last word in the step
 * that ends it goes to everybody who heard of it. A window that is to be measured does not close without a good value.
 */
function checkDegradation({ log, state }: CoreWindow): void {
  let isDegraded = false;
  let value: boolean | undefined;
  log.forEach(({ event, at }, index) => {
    const mails = log.slice(index + 1, index + 6).flatMap((next) => (next.at === at ? [begunKind(next.event)] : []));
    if (event.type === 'value-entered') value = event.isGood;
    if (event.type === 'value-entered' && !event.isGood)
      holds('E3', mails.includes('degraded') || isDegraded, { event, log });
    if (event.type === 'degraded') {
      holds('E3', !isDegraded && mails.includes('degraded'), { event, mails });
      isDegraded = true;
    }
    if (isDegraded && END_EVENTS.includes(event.type)) {
      const word = mails.find((kind) => kind === 'recovered' || kind === 'rolled-back');
      const heardBy: readonly string[] = word ? [NOTICES[word].audience] : [];
      holds('E3', heardBy.includes(NOTICES.degraded.audience), { event, mails });
      isDegraded = false;
    }
    if (event.type === 'closed') {
      holds('E3', !isDegraded, log);
      if (state.spec.verification?.monitor?.query) holds('E3', value === true, log);
    }
  });
  // E4: what customers saw of it is owed a report
  const wasDegraded = log.some(({ event }) => event.type === 'degraded');
  holds('E4', !wasDegraded || state.rfo.owed, state);
  if (state.phase === 'degraded')
    holds(
      'E3',
      state.attention.some(({ code }) => code === 'degraded'),
      state,
    );
}

/** What an escalation begins with; undefined for other events. */
function causeOf(event: WindowEvent): string | undefined {
  if (event.type === 'delayed') return event.planned === 'over' ? 'planned end without a start' : undefined;
  return ['overdue', 'update-missed', 'start-missed', 'rfo-late', 'value-missed', 'degraded'].includes(event.type)
    ? event.type
    : undefined;
}

/**
 * L12: no work begins after the planned end, unless it had begun before and somebody says why that comes late. N7: whatever a page
 * would say of a private window is mailed in the same step.
 */
function checkUnplanned({ log, state }: CoreWindow): void {
  if (!state.policy.unplanned) return;
  let slot = state.spec.slot;
  let isAnnounced = false;
  log.forEach(({ event, at }, index) => {
    if (event.type === 'opened') ({ slot } = event.spec);
    if (event.type === 'rescheduled' || event.type === 'extended') slot = event.to;
    if (event.type === 'started') {
      const saidWhy = event.startedAt !== undefined && event.reason !== undefined;
      holds('L12', (event.startedAt ?? at) < slot.endsAt && (at < slot.endsAt || saidWhy), { event, at, slot });
    }
    if (
      isAnnounced &&
      state.spec.visibility === 'private' &&
      (PUBLIC_EVENT_TYPES as readonly string[]).includes(event.type)
    ) {
      const mailed = log.slice(index + 1, index + 6).some((next) => next.at === at && isMailToCustomers(next.event));
      holds('N7', mailed, { event, log: log.slice(index, index + 6) });
    }
    isAnnounced ||= event.type === 'notice-begun' && event.notice.kind === ANNOUNCEMENT;
  });
}

/** What of a window support, marketing and product hear, each in the step itself, and by which notice (P5). */
const HEARD_INSIDE: Partial<Record<EventType, NoticeKind>> = {
  rescheduled: 'brief-changed',
  rescoped: 'brief-changed',
  reclassified: 'brief-changed',
  extended: 'brief-changed',
  edited: 'brief-changed',
  'alternate-released': 'brief-changed',
  cancelled: 'brief-cancelled',
  started: 'brief-started',
  completed: 'brief-completed',
  'roll-back-begun': 'brief-rolling-back',
  'rolled-back': 'brief-rolled-back',
  degraded: 'brief-degraded',
  recovered: 'brief-recovered',
};
/** Only the customers' text: before they have it, there is nothing to hear. */
const OF_CUSTOMERS_TEXT: readonly EventType[] = ['edited', 'alternate-released'];

/**
 * P5: whoever was briefed hears of each such step once, and of no other; whoever answers for customers gets a list with each of
 * them, once customers know of the window. P4: after the end there is time to tell customers.
 */
function checkInside({ log, state }: CoreWindow): void {
  const { inside, staffNagBeforeMs } = state.policy;
  let isBriefed = false;
  let isAnnounced = false;
  let expected = 0;
  let completedAt = Infinity;
  log.forEach(({ event, at }, index) => {
    const kind = HEARD_INSIDE[event.type];
    if (kind && inside && (isAnnounced || !OF_CUSTOMERS_TEXT.includes(event.type))) {
      const after = log.slice(index + 1);
      const end = after.findIndex((next) => next.at !== at || HEARD_INSIDE[next.event.type] !== undefined);
      const begun = after.slice(0, end < 0 ? undefined : end).map((next) => begunKind(next.event));
      const briefs = begun.filter((one) => one === kind).length;
      holds('P5', briefs === (isBriefed ? 1 : 0), { event, isBriefed, begun });
      if (isAnnounced && staffNagBeforeMs !== undefined) holds('P5', begun.includes('staff-list'), { event, begun });
      expected += briefs;
    }
    isBriefed ||= begunKind(event) === 'brief';
    isAnnounced ||= begunKind(event) === ANNOUNCEMENT;
    if (END_EVENTS.includes(event.type)) completedAt = at;
    if (event.type === 'closed' && inside && staffNagBeforeMs !== undefined) {
      const isListed = state.notices.some(
        ({ kind: one, begunAt, counts }) =>
          one === 'staff-list' && begunAt >= completedAt && (counts?.recipients ?? 0) > 0,
      );
      holds('P4', !isListed || at >= completedAt + inside.customersToldWithinMs, { event, at, completedAt });
    }
  });
  const briefs = log.filter(({ event }) => begunKind(event)?.startsWith('brief-')).length;
  holds('P5', briefs === expected, { briefs, expected });
}

function begunKind(event: WindowEvent): NoticeKind | undefined {
  return event.type === 'notice-begun' ? event.notice.kind : undefined;
}

function isMailToCustomers(event: WindowEvent): boolean {
  return event.type === 'notice-begun' && isToCustomers(event.notice.kind);
}

function remindersOf(windowClass: WindowClass): string[] {
  if (windowClass === 'standard') return Object.keys(BEFORE);
  return windowClass === 'expedited' ? ['reminder-1d'] : [];
}

/** The phases in order, as replaying the log shows them. */
function phasesOf(window: CoreWindow): Phase[] {
  return window.phases.filter((phase, index, all) => phase !== all[index - 1]);
}

function checkPhases(phases: readonly Phase[]): void {
  phases.forEach((phase, index) => {
    const before = phases[index - 1];
    if (before) holds('L1', FOLLOWS[before].includes(phase), phases);
  });
}

const END_WORDS: readonly NoticeKind[] = ['completed', 'rolled-back', 'recovered'];

/** Checks the state after a step. */
export function checkState(window: CoreWindow): void {
  const { state, now } = window;
  // L1, L3: never completed before started
  if (state.endedAt !== undefined) holds('L3', (state.startedAt ?? Infinity) <= state.endedAt, state);
  // L6: after its planned end a window still has something due
  if (state.phase === 'in-progress') holds('L6', now < Math.max(state.spec.slot.endsAt, state.startedAt ?? 0), state);
  // E4: a closed window owes nothing
  if (state.phase === 'closed') {
    holds('E4', !state.rfo.owed || state.rfo.finalPublished, state);
    if (state.spec.class === 'emergency' || state.wasOverdue) holds('E4', state.rfo.finalPublished, state);
    holds(
      'E4',
      state.notices.every((n) => n.state !== 'under-way'),
      state,
    );
  }
  // L13: work that had begun is never over without a last word to everybody who heard "started", nor with a report owed (E4)
  if (state.startedAt !== undefined && (state.endedAt !== undefined || isOver(state))) {
    const lastWords = state.notices.filter(({ kind }) => END_WORDS.includes(kind));
    const heardBy = lastWords.map(({ kind }) => NOTICES[kind].audience);
    // one for each end: a bad result opens the window again (E3)
    const ends = window.log.filter(({ event }) => END_EVENTS.includes(event.type)).length;
    holds('L13', ends > 0 && heardBy.length === ends && heardBy.every((audience) => audience === 'both'), state);
    holds('E4', !isOver(state) || !state.rfo.owed || state.rfo.finalPublished, state);
  }
  // L7: a cancelled window ends when everything is undone or given up
  if (state.phase === 'cancelled' && isOver(state)) holds('L7', isUndone(state), state);
  // E3: with steps left, a reason was given
  if (state.completedAt !== undefined && state.phase !== 'rolling-back') {
    const steps = state.spec.verification?.steps.length ?? 0;
    const skipped = window.log.some(({ event }) => event.type === 'rule-overridden');
    holds('E3', skipped || (state.ticks?.length ?? 0) === steps, state);
  }
}

function holds(requirement: string, condition: boolean, shown: unknown): void {
  if (!condition) throw new Error(`${requirement} does not hold: ${JSON.stringify(shown).slice(0, 2_000)}`);
}
