import { customerEvents } from '../public/customer-view';
import { slotText, utcText } from '../public/times';
import { optional } from '../shared/optional';
import { describeDuration } from '../shared/time';
import { DONE } from './commands/verdict';
import { describeEvent, type EventType, type RecordedEvent, type WindowEvent } from './events';
import { evolve } from './evolve/evolve';
import type { RfoText } from './rfo-fields';
import type { WindowState } from './types';

/**
 * A reason-for-outage report as far as the timeline can write it (E4): what happened, when, and for how long customers saw it. What is
 * not on record, as the root cause of most, stays empty for people to write.
 */
export type ReportDraft = Pick<RfoText, 'state' | 'summary' | 'customerImpact' | 'rootCause' | 'resolution'>;

/** What of the timeline belongs to the report: how the work went, as customers were told. */
const TOLD: readonly EventType[] = [
  ...(['delayed', 'started', 'progress-posted', 'verifying', 'overdue', 'extended', 'completed'] as const),
  ...(['roll-back-begun', 'rolled-back', 'degraded', 'recovered'] as const),
];

/** Characters of all lines together: a report takes 8,000, and people add to it. */
const LONGEST = 6_000;

/** Undefined for a window whose work has not begun: there is nothing to report. */
export function draftFromTimeline(events: readonly RecordedEvent[]): ReportDraft | undefined {
  const state = events.reduce<WindowState | undefined>(evolve, undefined);
  if (state?.startedAt === undefined) return undefined;
  return {
    state: DONE.includes(state.phase) ? 'final' : 'preliminary',
    summary: [...standing(state), '', 'What happened:', ...linesOf(events)].join('\n'),
    customerImpact: impactOf(state),
    rootCause: state.spec.emergency?.necessity ?? '',
    ...optional({ resolution: resolutionOf(events) }),
  };
}

/** Planned and actual times, and how the work went otherwise than planned. */
function standing({ spec, startedAt = 0, endedAt, rollBack, degradation }: WindowState): string[] {
  const end = endedAt === undefined ? 'It has not ended yet.' : `It ended ${utcText(endedAt)}.`;
  const lateMs = endedAt === undefined ? 0 : endedAt - spec.slot.endsAt;
  return [
    `"${spec.title}" was planned for ${slotText(spec.slot)}. The work began ${utcText(startedAt)}. ${end}`,
    ...(lateMs > 0 ? [`That was ${describeDuration(lateMs)} after the planned end.`] : []),
    ...(rollBack ? [`The work was called off ${utcText(rollBack.begunAt)} and rolled back.`] : []),
    ...(degradation ? [`After the work its result was found to be bad, ${utcText(degradation.begunAt)}.`] : []),
  ];
}

function linesOf(events: readonly RecordedEvent[]): string[] {
  const told = events.flatMap(customerEvents).filter(({ event }) => TOLD.includes(event.type));
  const lines = told.map(({ at, event }) => `${utcText(at)}: ${wordsOf(event)}`);
  let length = 0;
  const short = lines.filter((line) => (length += line.length + 1) <= LONGEST);
  const rest = lines.length - short.length;
  return rest === 0 ? lines : [...short, `… and ${String(rest)} more lines of the timeline`];
}

/** Until when a next word was promised is of no use afterwards. */
function wordsOf(event: WindowEvent): string {
  return event.type === 'progress-posted' ? event.message : describeEvent(event);
}

function impactOf({ spec: { impact }, customerImpactMinutes }: WindowState): string {
  const planned = `Planned were ${String(impact.minutes)} minutes.`;
  const seen =
    customerImpactMinutes === undefined ? '' : ` Customers saw it for ${String(customerImpactMinutes)} minutes.`;
  return `${impact.description} ${planned}${seen}`;
}

/** What was said when it was over, the last time. */
function resolutionOf(events: readonly RecordedEvent[]): string | undefined {
  return events
    .map(({ event }) => event)
    .filter((event) => event.type === 'completed' || event.type === 'rolled-back' || event.type === 'recovered')
    .at(-1)?.message;
}
