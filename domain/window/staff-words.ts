import type { NoticeKind } from '../notices/notice';
import { describeScope } from '../planning/scope';
import { describeDuration, toIso } from '../shared/time';
import { needs } from './attention';
import { isLastStep } from './duties/escalation';
import type { WindowState } from './types';

/** What the provider's own people are told or asked, in English, with the commands that answer; undefined for other kinds. */
export function internalWords(state: WindowState, kind: NoticeKind): string | undefined {
  const { spec, reference } = state;
  switch (kind) {
    case 'brief':
      return [
        `New ${spec.class} maintenance, ${spec.visibility}, ${describeDuration(spec.slot.endsAt - spec.slot.startsAt)} long.`,
        `It touches ${spec.scope.all ? 'every customer' : describeScope(spec.scope)}.`,
        `Expected: ${spec.impact.level}, ${String(spec.impact.minutes)} minutes. ${spec.impact.description}`,
      ].join('\n');
    case 'approval-request':
      return [
        `${state.approval?.authors.join(', ') ?? state.openedBy} asks for your approval of revision ${String(state.revision)}.`,
        ...(state.phase === 'draft'
          ? [
              'Customers hear of it once somebody other than the author approves.',
              needs(state, 'approval')
                ? `The promised notice needed it by ${toIso(promise(state))}: approve it with an override, reschedule it, or cancel it.`
                : `The promised notice needs it by ${toIso(promise(state))}.`,
            ]
          : ['Customers have heard of it already; it is reviewed afterwards.']),
        ...(spec.introduction === undefined ? [] : ['', spec.introduction]),
        '',
        `Edit: forewarn edit ${reference}. Approve: forewarn approve ${reference}.`,
      ].join('\n');
    case 'nomination-nag':
      return `Nobody is named as point of contact. Nominate somebody: forewarn nominate ${reference} <address>.`;
    case 'overrun-question':
      return [
        `The planned end is ${toIso(spec.slot.endsAt)}. Will the work end in time?`,
        `If not, extend: forewarn extend ${reference} --end <time>. If it is done: forewarn complete ${reference}.`,
        `If it is rolled back: forewarn cancel ${reference}. Without an answer the window is overdue at its planned end.`,
      ].join('\n');
    case 'escalation': {
      const { steps = 1, because = 'The window needs somebody' } = state.overrun?.escalation ?? {};
      return [
        `Step ${String(steps)}: ${because}.`,
        ...(isLastStep(state, steps) ? ['This is the last time: nobody is told again until there is an answer.'] : []),
        `Point of contact: ${spec.pointOfContact}. Planned end: ${toIso(spec.slot.endsAt)}.`,
        // a word to customers does not answer when an overrun will end
        `Answers: forewarn extend${state.phase === 'overdue' ? '' : ', post'} or complete ${reference}.`,
      ].join('\n');
    }
    default:
      return undefined;
  }
}

function promise({ spec, policy }: WindowState): number {
  return spec.slot.startsAt - policy.classes[spec.class].leadMs;
}
