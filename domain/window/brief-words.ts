import type { BriefKind } from '../notices/notice-kinds';
import { describeScope, type Scope } from '../planning/scope';
import { describeDuration, describeInstant, describeSpan, MINUTE } from '../shared/time';
import { wasTold } from './begun-notices';
import { classInWords, reclassifiedFrom, reclassifiedTo } from './classes';
import { missingTexts, newTexts, ownTexts } from './customer-texts';
import { planOf } from './duties/agenda';
import { insideOf, type RecordedEvent, type WindowEvent } from './events';
import type { Emergency, EmergencyTrigger, WindowSpec, WindowState } from './types';

/** What support, marketing and product read of a window in the course of its life (P1, P4, P5), in English. */
export const BRIEF_WORDS: Readonly<Record<BriefKind, (state: WindowState, step: readonly RecordedEvent[]) => string>> =
  {
    brief: (state) => lines(...opened(state)),
    'brief-changed': (state, step) =>
      lines(
        ...step.flatMap(({ event }) => changeOf(event)),
        ...wordsOf(step),
        customersToo(state, 'Customers hear of it now.', 'Customers have not heard of this window yet.'),
      ),
    'brief-cancelled': (state, step) =>
      lines(
        'The work will not be done.',
        ...wordsOf(step),
        customersToo(state, 'Everybody who was told hears of it now.', 'No customer had been told.'),
      ),
    'brief-started': (state, step) =>
      lines(
        `The work began on ${describeInstant(state.startedAt ?? 0)}. Its planned end is ${describeInstant(state.spec.slot.endsAt)}.`,
        `Expected: ${impactOf(state.spec)}`,
        ...wordsOf(step),
      ),
    'brief-rolling-back': (_state, step) =>
      lines(
        'The work was called off after it had begun. Systems are being put back to what they were.',
        ...wordsOf(step),
        'There will be another word when that is done.',
      ),
    'brief-completed': (state, step) => lines('The work is done.', ...outcome(state), ...wordsOf(step), ...owed(state)),
    'brief-rolled-back': (state, step) =>
      lines(
        'Systems are as they were before the work.',
        ...outcome(state),
        ...(state.rollBack ? [`Why it was called off: ${state.rollBack.reason}`] : []),
        ...wordsOf(step),
        ...owed(state),
      ),
    'brief-degraded': ({ degradation, reference }) =>
      lines(
        'The work is done, and what is watched since shows a bad result. The window is open again.',
        ...(degradation ? [`Found: ${degradation.because}.`] : []),
        `Customers hear of it now. Follow it: forewarn window ${reference}.`,
      ),
    'brief-recovered': (state, step) =>
      lines(
        'Systems work as they should again.',
        ...seenBy(state.customerImpactMinutes),
        ...wordsOf(step),
        ...owed(state),
      ),
  };

/** The lines that there are, one under the other. */
function lines(...all: readonly string[]): string {
  return all.join('\n');
}

const TRIGGERS: Readonly<Record<EmergencyTrigger, string>> = {
  'security-patch': 'a security patch',
  infrastructure: 'a fault in the infrastructure',
  'performance-degradation': 'a loss of performance',
  'third-party': 'a third party',
};

function opened(state: WindowState): string[] {
  const { spec, isWithoutContact } = state;
  const { slot, alternate, justification, emergency } = spec;
  return [
    `New ${classInWords(spec)} maintenance, ${spec.visibility}, ${describeDuration(slot.endsAt - slot.startsAt)} long. Reason: ${spec.reason}.`,
    `It touches ${touched(spec.scope)}.`,
    `Expected: ${impactOf(spec)}`,
    ...dutiesOf(justification, emergency),
    ...(alternate
      ? [
          `Alternative night: ${describeSpan(alternate.slot.startsAt, alternate.slot.endsAt)}, decided by ${describeInstant(alternate.decideBy)}.`,
        ]
      : []),
    ...(isWithoutContact ? ['Nobody is named as point of contact yet.'] : []),
    toldWhen(state),
    '',
    'What customers read:',
    ...ownTexts(spec),
    ...missingTexts(spec),
  ];
}

function touched(scope: Scope): string {
  return scope.all ? 'every customer' : describeScope(scope);
}

function impactOf({ impact }: WindowSpec): string {
  return `${impact.level}, ${String(impact.minutes)} minutes.`;
}

/** What the class asks for (N2, E1). */
function dutiesOf(justification: string | undefined, emergency: Emergency | undefined): string[] {
  return [
    ...(justification === undefined ? [] : [`Why it cannot wait: ${justification}`]),
    ...(emergency
      ? [
          `Trigger: ${TRIGGERS[emergency.trigger]}.`,
          `Why it cannot wait: ${emergency.necessity}`,
          `Risk: ${emergency.risk}`,
          `Mitigation: ${emergency.mitigation}`,
        ]
      : []),
  ];
}

function toldWhen(state: WindowState): string {
  if (wasTold(state)) return 'Customers are told now.';
  const first = planOf(state)[0];
  const when = first ? `on ${describeInstant(first.at)}` : 'when it is announced';
  return `Customers are told ${when}${state.phase === 'draft' ? ', if it is approved by then' : ''}.`;
}

/** What is different, before and after. */
function changeOf(event: WindowEvent): string[] {
  switch (event.type) {
    case 'rescheduled':
      return [
        `New date: ${describeSpan(event.to.startsAt, event.to.endsAt)}.`,
        `Before: ${describeSpan(event.from.startsAt, event.from.endsAt)}.`,
      ];
    case 'extended':
      return [
        `New planned end: ${describeInstant(event.to.endsAt)}.`,
        `Before: ${describeInstant(event.from.endsAt)}, ${describeDuration(event.to.endsAt - event.from.endsAt)} earlier.`,
      ];
    case 'rescoped':
      return [`It now touches ${touched(event.to)}.`, `Before: ${touched(event.from)}.`];
    case 'reclassified':
      return [
        `It is now ${reclassifiedTo(event)} maintenance. Before: ${reclassifiedFrom(event)}.`,
        ...dutiesOf(event.justification, event.emergency),
      ];
    case 'edited':
      return ['Customers now read:', ...newTexts(event.wording, event.translations)];
    case 'alternate-released':
      return [`The alternative night is no longer needed: ${describeSpan(event.slot.startsAt, event.slot.endsAt)}.`];
    default:
      return [];
  }
}

/** What whoever took the step said along with it. */
function wordsOf(step: readonly RecordedEvent[]): string[] {
  return step.flatMap(({ event, by, door }) => {
    if (!insideOf(event)) return [];
    const said = saidWith(event);
    const who = door === 'clock' ? 'Forewarn (by itself)' : by;
    return [said === undefined ? `By: ${who}.` : `${who} says: ${said}`];
  });
}

function saidWith(event: WindowEvent): string | undefined {
  if ('message' in event) return event.message;
  if ('note' in event) return event.note;
  return 'reason' in event ? event.reason : undefined;
}

function customersToo(state: WindowState, told: string, untold: string): string {
  return wasTold(state) ? told : untold;
}

/** When it was, how long it took, and what customers saw (L3). */
function outcome({ startedAt = 0, endedAt = 0, spec, customerImpactMinutes: seen }: WindowState): string[] {
  const { startsAt, endsAt } = spec.slot;
  return [
    `${describeSpan(startedAt, endedAt)}: ${describeDuration(endedAt - startedAt)}, planned were ${describeDuration(endsAt - startsAt)}.`,
    ...seenBy(seen),
  ];
}

function seenBy(seen: number | undefined): string[] {
  if (seen === undefined) return [];
  return [seen === 0 ? 'Customers saw nothing of it.' : `Customers saw it for ${describeDuration(seen * MINUTE)}.`];
}

function owed({ rfo, reference, policy }: WindowState): string[] {
  return [
    ...(policy.staffNagBeforeMs === undefined
      ? []
      : ['Whoever answers for customers has the list of theirs, to tell them how it ended.']),
    ...(rfo.owed && !rfo.finalPublished
      ? [`A reason-for-outage report is owed (${rfo.because ?? 'by this work'}): forewarn draft-rfo ${reference}.`]
      : []),
  ];
}
