import { isInternal, type InternalKind } from '../notices/notice-kinds';
import type { NoticeKind } from '../notices/notices';
import { promisedAt } from '../notices/promise';
import { describeInstant, readable } from '../shared/time';
import { needs } from './attention';
import { BRIEF_WORDS } from './brief-words';
import { textsInAllLanguages } from './customer-texts';
import { isLastStep } from './duties/escalation';
import type { RecordedEvent } from './events';
import { reportDueAt } from './duties/report';
import type { WindowState } from './types';

/**
 * What the provider's own people are told or asked, in English, with the commands that answer; undefined for other kinds. `step`: what
 * the notice was begun with.
 */
export function internalWords(
  state: WindowState,
  kind: NoticeKind,
  step: readonly RecordedEvent[],
): string | undefined {
  return isInternal(kind) ? WORDS[kind](state, step) : undefined;
}

const WORDS: Record<InternalKind, (state: WindowState, step: readonly RecordedEvent[]) => string> = {
  ...BRIEF_WORDS,
  'approval-request': (state) =>
    [
      askedBy(state),
      ...(state.phase === 'draft'
        ? [
            'Customers hear of it once somebody other than the author approves.',
            needs(state, 'approval')
              ? `The promised notice needed it by ${describeInstant(promisedAt(state.spec, state.policy))}: approve it with an override, reschedule it, or cancel it.`
              : `The promised notice needs it by ${describeInstant(promisedAt(state.spec, state.policy))}.`,
          ]
        : ['Customers have heard of it already; it is reviewed afterwards.']),
      '',
      'What customers read:',
      ...textsInAllLanguages(state.spec),
      '',
      `Edit: forewarn edit ${state.reference}. Approve: forewarn approve ${state.reference}.`,
    ].join('\n'),
  'changes-request': ({ reference, revision }, step) =>
    [
      ...step.flatMap(({ by, event }) =>
        event.type === 'changes-requested'
          ? [`${by} has not approved revision ${String(revision)} and asks for changes:`, event.reason]
          : [],
      ),
      '',
      `Change it: forewarn edit, reschedule or rescope ${reference}. Approvers are asked again by themselves.`,
      'If it is right as it is, say so to whoever asked: it waits until somebody approves it.',
    ].join('\n'),
  'nomination-nag': ({ reference }) =>
    `Nobody is named as point of contact. Nominate somebody: forewarn nominate ${reference} <address>.`,
  'overrun-question': ({ spec, reference, phase, work }) =>
    [
      ...(work?.state === 'waiting' && work.because !== undefined ? [`The work: ${readable(work.because)}`] : []),
      `The planned end is ${describeInstant(spec.slot.endsAt)}. Will the ${phase === 'rolling-back' ? 'roll-back' : 'work'} end in time?`,
      `If not, extend: forewarn extend ${reference} --end <time>. If it is done: forewarn complete ${reference}.`,
      ...(phase === 'rolling-back' ? [] : [`If it is to be rolled back: forewarn cancel ${reference}.`]),
      'Without an answer the window is overdue at its planned end.',
    ].join('\n'),
  escalation: (state) => {
    const { spec } = state;
    const { steps = 1, because = 'The window needs somebody' } = state.overrun?.escalation ?? {};
    return [
      `Step ${String(steps)}: ${readable(because)}.`,
      ...(isLastStep(state, steps) ? ['This is the last time: nobody is told again until there is an answer.'] : []),
      `Point of contact: ${spec.pointOfContact}. Planned end: ${describeInstant(spec.slot.endsAt)}.`,
      answersTo(state),
    ].join('\n');
  },
  'report-nag': (state) =>
    [
      needs(state, 'rfo-late')
        ? `The reason-for-outage report was due at ${describeInstant(reportDueAt(state))} and has not been published.`
        : `The reason-for-outage report is due at ${describeInstant(reportDueAt(state))}.`,
      ...reportSteps(state),
    ].join('\n'),
  'report-late': (state) => {
    const { steps = 1 } = state.overrun?.escalation ?? {};
    return [
      `Step ${String(steps)}: the reason-for-outage report was due at ${describeInstant(reportDueAt(state))} and has not been published.`,
      ...(isLastStep(state, steps) ? ['This is the last time: nobody is told again until it is published.'] : []),
      `Point of contact: ${state.spec.pointOfContact}.`,
      ...reportSteps(state),
    ].join('\n');
  },
};

function askedBy({ approval, openedBy, revision }: WindowState): string {
  const authors = approval?.authors ?? [openedBy];
  const who = authors.join(', ').replace(/, ([^,]*)$/, ' and $1');
  return `${who} ${authors.length > 1 ? 'ask' : 'asks'} for your approval of revision ${String(revision)}.`;
}

/** What is left to do for the report. */
function reportSteps({ reference, rfo }: WindowState): string[] {
  const { because, drafted, published, draft } = rfo;
  const why = because === undefined ? [] : [`It is owed because ${because}.`];
  if (drafted === 0 || (drafted === published && draft?.state !== 'final'))
    return [...why, `No final version has been drafted. Draft it: forewarn draft-rfo ${reference}.`];
  const publish = `Somebody else than its authors publishes it: forewarn approve-rfo ${reference}.`;
  if (draft?.state === 'final') return [...why, `Version ${String(drafted)} waits for a second person. ${publish}`];
  return [...why, `Version ${String(drafted)} is preliminary; the final one is still to be drafted. ${publish}`];
}

/** The commands that end an escalation. */
function answersTo({ reference, phase, spec, delayTold, rollBack }: WindowState): string {
  if (phase === 'degraded') {
    const back = rollBack ? '' : `; or roll the work back: forewarn cancel ${reference}`;
    return `Customers know that something is wrong. Tell them more: forewarn post ${reference}. Once all is well: forewarn complete ${reference}${back}.`;
  }
  if (phase === 'completed' || phase === 'rolled-back')
    return `Enter it: forewarn enter-value ${reference} --value <figure>.`;
  if (phase !== 'delayed') {
    // an update to customers does not say when an overrun will end
    return `Answers: forewarn extend${phase === 'overdue' ? '' : ', post'} or complete ${reference}.`;
  }
  const late = `Planned start: ${describeInstant(spec.slot.startsAt)}.`;
  return delayTold === 'over'
    ? `${late} Answers: forewarn reschedule or cancel ${reference}; or, if the work began in time, forewarn start ${reference} --started-at <time> --reason <why>.`
    : `${late} Answers: forewarn start, reschedule or cancel ${reference}.`;
}
