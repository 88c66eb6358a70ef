import { CHANNEL_TITLES, type Channel } from '../../channels/channels';
import { approved, planChanged, stillApproved, withdrawn, wordingChanged } from './approval';
import { cleared, raised } from '../attention';
import { withAuthors } from '../four-eyes';
import { noticeBegun, noticeMended, noticeRetried, noticeReturned, noticeSettled, noticeTroubled } from './notices';
import { openedWindow } from './opened';
import { degradationEnded, degraded, probeMissing, recovered, valueEntered, valueMissed } from './degradation';
import { escalated, overdue, wordGiven, wordMissed } from './overrun';
import { reportLate, reportPublished } from './report';
import { delayed, noLongerDelayed, rollBackBegun, startMissed } from './unplanned';
import { WORK_ATTENTION, workChanged, workReported } from './work';
import { underRules } from '../apply-rules';
import type { EventOf, EventType, RecordedEvent } from '../events';
import { classAfter } from '../classes';
import type { WindowState } from '../types';
import { moved } from '../moves';
import { optional } from '../../shared/optional';

/** The state after an event. Total: every recorded event applies, in order of its sequence number. */
export function evolve(state: WindowState | undefined, recorded: RecordedEvent): WindowState {
  const { event } = recorded;
  if (event.type === 'opened') return openedWindow(recorded, event);
  if (!state) throw new RangeError(`the first event of a window is "opened", not "${event.type}"`);
  return applied({ ...state, sequence: recorded.sequence }, event, recorded);
}

/** When an event happened (UTC ms), and who caused it. */
type Origin = Omit<RecordedEvent, 'sequence' | 'door' | 'event'>;

/** Of events after the first. */
type LaterType = Exclude<EventType, 'opened'>;

function applied<T extends LaterType>(state: WindowState, event: EventOf<T>, origin: Origin): WindowState {
  return CHANGES[event.type](state, event, origin);
}

/** What each event changes; `state` has the event's sequence already. An event without a row does not compile. */
const CHANGES: {
  readonly [T in LaterType]: (state: WindowState, event: EventOf<T>, origin: Origin) => WindowState;
} = {
  'notice-begun': (state, event, { at }) => noticeBegun(state, event.notice, at),
  'notice-settled': (state, event, { at }) => noticeSettled(state, event, at),
  'notice-returned': (state, event, { at }) => noticeReturned(state, event, at),
  'notice-retried': (state, event) => noticeRetried(state, event.notice),
  'notice-troubled': (state, event, { at }) => noticeTroubled(state, event.notice, event.trouble, at),
  'notice-mended': (state, event) => noticeMended(state, event.notice),
  'channel-troubled': (state, event, { at }) => {
    const text = `The ${CHANNEL_TITLES[event.channel]} is behind: ${event.trouble}`;
    return raised(state, channelCode(event.channel), text, at);
  },
  'channel-mended': (state, event) => cleared(state, channelCode(event.channel)),
  'channel-repaired': (state) => state,
  'channel-undone': (state, event) => ({
    ...cleared(state, channelCode(event.channel)),
    undone: [...(state.undone ?? []), event.channel],
  }),
  'reminders-passed': (state, event) => ({ ...state, foldedUpTo: event.upTo }),
  'start-missed': (state, _event, { at }) => startMissed(state, at),
  delayed: (state, event, { at }) => delayed(state, event, at),
  started: (state, event, { at }) => {
    const started = {
      ...noLongerDelayed(state),
      phase: 'in-progress' as const,
      startedAt: event.startedAt ?? at,
      ...(state.spec.work ? { work: { state: 'going' } as const } : {}),
    };
    return wordGiven(started, at);
  },
  'progress-posted': (state, event, { at }) => {
    const { nextUpdateBy: _kept, ...rest } = wordGiven(cleared(state, 'update-missed'), at);
    return {
      ...rest,
      progressPosts: state.progressPosts + 1,
      ...optional({ nextUpdateBy: event.nextUpdateBy }),
    };
  },
  'update-missed': (state, _event, { at }) => wordMissed(state, at),
  verifying: (state, _event, { at }) => ({
    ...state,
    phase: 'verifying',
    ...(state.cadenceFrom === undefined ? {} : { cadenceFrom: at }),
  }),
  ticked: (state, event) => ({ ...state, ticks: [...(state.ticks ?? []), event.step] }),
  overdue: (state, _event, { at }) => overdue(state, at),
  escalated: (state, event, { at }) => escalated(state, event, at),
  extended: (state, event, { at }) => {
    const rest = { ...wordGiven(cleared(state, 'overdue', 'escalation'), at), overrun: {} };
    const phase = rest.phase === 'overdue' ? 'in-progress' : rest.phase;
    return revised({ ...rest, phase, spec: { ...rest.spec, slot: event.to } });
  },
  completed: (state, event, { at }) => workEnded(state, event, at),
  'roll-back-begun': (state, event, { at }) => revised(rollBackBegun(state, event, at)),
  'rolled-back': (state, event, { at }) => workEnded(state, event, at),
  'value-entered': (state, event, { at }) => valueEntered(state, event, at),
  'value-missed': (state, event, { at }) => valueMissed(state, event, at),
  'probe-missing': (state, event, { at }) => probeMissing(state, event, at),
  degraded: (state, event, { at }) => degraded(state, event, at),
  recovered: (state, event, { at }) => recovered(state, event, at),
  'work-reported': workReported,
  'work-paused': (state, event, origin) => workChanged(state, 'paused', whyPaused(origin.by, event.reason)),
  'work-resumed': (state) => workChanged(state, 'going'),
  'work-aborted': (state, event) => workChanged(state, 'aborted', event.reason),
  // what becomes of them the work itself reports
  'work-skipped': (state) => state,
  'work-retried': (state) => state,
  rescheduled: (state, event, origin) => {
    const { lastToldAt: _told, foldedUpTo: _folded, ...rest } = noLongerDelayed(state);
    const { alternate: _released, ...spec } = rest.spec;
    return planChanged(revised({ ...rest, spec: { ...spec, slot: event.to } }), origin);
  },
  rescoped: (state, event, origin) => {
    const changed = revised({ ...state, spec: { ...state.spec, scope: event.to } });
    return planChanged({ ...changed, rescoped: { revision: changed.revision, reason: event.reason } }, origin);
  },
  offered: (state, { alternatives, capacity }) => ({
    ...state,
    spec: { ...state.spec, ...optional({ alternatives, capacity }) },
  }),
  referred: (state, { references }) => {
    const { references: _before, ...spec } = state.spec;
    return { ...state, spec: references.length > 0 ? { ...spec, references } : spec };
  },
  'rules-applied': (state, event, { at }) => underRules(state, event.policy, at),
  'moved-in': (state, event) => moved(state, event, true),
  'moved-out': (state, event) => moved(state, event, false),
  reclassified: (state, event, origin) => {
    const { justification: _why, emergency: _urgent, className: _own, ...spec } = state.spec;
    const duties = {
      ...optional({ justification: event.justification, emergency: event.emergency }),
    };
    return planChanged(revised({ ...state, spec: { ...spec, ...classAfter(event), ...duties } }), origin);
  },
  edited: (state, event, origin) => wordingChanged(revised(state), event, origin),
  'alternate-released': (state) => {
    const { alternate: _free, ...spec } = state.spec;
    return stillApproved(revised({ ...state, spec }));
  },
  approved: (state, event, { by }) => approved(state, event.revision, by),
  // whoever drew the plan up is told; it changes when they change it
  'changes-requested': (state) => state,
  'approval-withdrawn': (state) => withdrawn(state),
  'approval-missed': (state, _event, { at }) =>
    raised(state, 'approval', 'Customers should have been told by now, and nobody has approved the window', at),
  nominated: (state, event) => {
    const { isWithoutContact: _none, ...rest } = cleared(state, 'nomination');
    return { ...rest, spec: { ...state.spec, pointOfContact: event.pointOfContact } };
  },
  cancelled: (state, _event, { at }) => {
    const {
      nextUpdateBy: _none,
      overrun: _run,
      delayTold: _late,
      ...rest
    } = cleared(
      state,
      ...['start-missed', 'overdue', 'update-missed', 'escalation', 'approval', 'review', WORK_ATTENTION],
    );
    return revised({ ...rest, phase: 'cancelled', cancelledAt: at });
  },
  'written-off': (state, event) => ({ ...state, writtenOff: [...(state.writtenOff ?? []), event.item] }),
  'rfo-owed': (state, event) => ({ ...state, rfo: { ...state.rfo, owed: true, because: event.because } }),
  'rfo-drafted': (state, event, origin) => ({
    ...state,
    rfo: {
      ...state.rfo,
      drafted: event.version,
      draft: event.text,
      authors: withAuthors(state.rfo.authors, origin),
    },
  }),
  'rfo-published': reportPublished,
  'rfo-late': (state, _event, { at }) => reportLate(state, at),
  closed: (state) => ({ ...state, phase: 'closed' }),
  'audience-changed': (state) => state,
  'rule-overridden': (state) => state,
  repaired: (state) => state,
  'command-refused': (state) => state,
};

/** The work is over, as planned or rolled back. `completedAt` is when it was said, from which what is owed afterwards counts. */
function workEnded(state: WindowState, event: EventOf<'completed' | 'rolled-back'>, at: number): WindowState {
  const codes = ['overdue', 'update-missed', 'escalation', WORK_ATTENTION];
  const { nextUpdateBy: _over, overrun: _run, ...rest } = degradationEnded(cleared(state, ...codes), at);
  const endedAt = event.completedAt ?? at;
  return {
    ...rest,
    phase: event.type,
    endedAt,
    completedAt: at,
    ...(rest.rollBack ? { rollBack: { ...rest.rollBack, endedAt } } : {}),
    ...optional({ customerImpactMinutes: event.customerImpactMinutes }),
  };
}

/** The same window at its next revision. */
function revised(state: WindowState): WindowState {
  return { ...state, revision: state.revision + 1 };
}

const whyPaused = (by: string, reason?: string) => `Paused by ${by}${reason === undefined ? '' : `: ${reason}`}`;

const channelCode = (channel: Channel) => `channel.${channel}`;
