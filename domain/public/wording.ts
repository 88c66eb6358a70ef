import type { PublicWindow, WorkProgress } from './window';
import { IMPACT_WORDS } from '../shared/impact';
import { describeDuration, MINUTE } from '../shared/time';
import type { Delay, Phase, Reason, WindowClass } from '../window/types';
import type { PublicReport, PublicUpdate } from './updates';
import { slotText, utcText } from './times';

/** The page's words for the process, in one place: the HTML, the feeds and the JSON say the same. */

export const CLASS_WORDS: Record<WindowClass, string> = {
  standard: 'Planned maintenance',
  expedited: 'Planned maintenance at short notice',
  emergency: 'Emergency maintenance',
};

export const REASON_WORDS: Record<Reason, string> = {
  hardware: 'Hardware',
  'platform-security': 'Platform security',
  'platform-feature': 'Platform feature',
  'database-security': 'Database security',
  network: 'Network',
  power: 'Power',
  performance: 'Performance',
  'third-party': 'A third party',
};

/** `announced` is the first the public sees; the two before it are here for completeness only. */
export const PHASE_WORDS: Record<Phase, string> = {
  draft: 'Scheduled',
  approved: 'Scheduled',
  announced: 'Scheduled',
  delayed: 'Delayed',
  'in-progress': 'In progress',
  overdue: 'Running past its planned end',
  verifying: 'Work done, being verified',
  'rolling-back': 'Being rolled back',
  completed: 'Completed',
  'rolled-back': 'Rolled back',
  closed: 'Completed',
  cancelled: 'Cancelled',
};

/** Where the window stands. One that was rolled back is not called completed once it is closed (L13). */
export function stateWords({ phase, updates }: Pick<PublicWindow, 'phase' | 'updates'>): string {
  return PHASE_WORDS[phase === 'closed' && isRolledBack({ updates }) ? 'rolled-back' : phase];
}

/** Its work was called off after it had begun, and systems are as before (L13). */
export function isRolledBack({ updates }: Pick<PublicWindow, 'updates'>): boolean {
  return updates.some(({ type }) => type === 'rolled-back');
}

export const UPDATE_WORDS: Record<PublicUpdate['type'], string> = {
  announced: 'Announced',
  rescheduled: 'New date',
  extended: 'New end',
  changed: 'Changed',
  delayed: 'Delayed',
  started: 'Work started',
  posted: 'Update',
  verifying: 'Verifying',
  overdue: 'Running past its planned end',
  completed: 'Completed',
  'rolling-back': 'Being rolled back',
  'rolled-back': 'Rolled back',
  cancelled: 'Cancelled',
  report: 'Reason-for-outage report',
};

/** `Outage: cannot be reached or used. Duration: up to 30 minutes.`; a level that shows nothing has no duration. */
export function impactText({ level, minutes }: Pick<PublicWindow['impact'], 'level' | 'minutes'>): string {
  const words = IMPACT_WORDS[level];
  const length =
    level === 'no-impact' || minutes === 0 ? '' : ` Duration: up to ${describeDuration(minutes * MINUTE)}.`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.${length}`;
}

/** How long customers really saw it (L3). */
export function customerImpactText(minutes: number): string {
  return minutes === 0
    ? 'Customers saw no impact.'
    : `Customers saw an impact for ${describeDuration(minutes * MINUTE)}.`;
}

/** What the update says, as paragraphs of plain text with the times written out in UTC. */
export function updateParagraphs(update: PublicUpdate, window: PublicWindow): string[] {
  switch (update.type) {
    case 'announced': {
      const what = `${CLASS_WORDS[window.class]}: ${slotText(update.slot)}.`;
      const action = `What to do: ${window.customerAction}`;
      return [what, `Expected impact: ${impactText(window.impact)} ${window.impact.description}`, action];
    }
    case 'rescheduled':
      return [`Moved from ${slotText(update.from)} to ${slotText(update.to)}.`, `Reason: ${update.reason}`];
    case 'extended':
      return [
        `The work is taking longer than planned: now ${slotText(update.to)}, before ${slotText(update.from)}.`,
        `Reason: ${update.reason}`,
      ];
    case 'changed':
      return [
        'The plan for this maintenance has changed.',
        ...(update.reason === null ? [] : [`Reason: ${update.reason}`]),
      ];
    case 'started':
      return [
        update.startedAt === null ? 'The work has started.' : `The work started on ${utcText(update.startedAt)}.`,
        ...some(update.note),
      ];
    case 'posted':
      return [
        update.message,
        ...(update.nextUpdateBy === null ? [] : [`Next update by ${utcText(update.nextUpdateBy)}.`]),
      ];
    case 'verifying':
      return ['The work is done and we are checking the result.', ...some(update.note)];
    case 'overdue':
      return ['The planned end has passed and we are still working on it.'];
    case 'delayed':
      return [DELAY_WORDS[update.planned]];
    case 'completed':
      return [update.message ?? 'The work is complete.', ...outcomeParagraphs(update)];
    case 'rolling-back':
      return [
        'The work has been called off and is being rolled back: systems are put back to what they were before it.',
        `Reason: ${update.reason}`,
      ];
    case 'rolled-back':
      return [
        'The work has been rolled back: systems are as they were before it.',
        ...some(update.message),
        ...outcomeParagraphs(update),
      ];
    case 'cancelled':
      return ['This maintenance has been cancelled.', `Reason: ${update.reason}`];
    case 'report':
      return reportSections(update.report).map(({ heading, paragraphs }) => `${heading}: ${paragraphs.join('\n')}`);
  }
}

/** When it really was over, and what customers saw. */
function outcomeParagraphs({
  endedAt,
  customerImpactMinutes: seen,
}: Extract<PublicUpdate, { readonly customerImpactMinutes: number | null }>): string[] {
  return [
    ...(endedAt === null ? [] : [`It was over on ${utcText(endedAt)}.`]),
    ...(seen === null ? [] : [customerImpactText(seen)]),
  ];
}

/** L12: what is said while nobody has said that the work has begun. */
export const DELAY_WORDS: Record<Delay, string> = {
  'half-gone':
    'The planned start has passed, and the work has not begun yet. It may still begin before the planned end.',
  over: 'The planned time has passed, and the start of the work was not confirmed. A new date, or word of what was done, will follow here.',
};

export interface ReportSection {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** A report's parts in reading order; parts it does not have are left out. */
export function reportSections(report: PublicReport): ReportSection[] {
  const section = (heading: string, text: string | null) => (text === null ? [] : [{ heading, paragraphs: [text] }]);
  const measures = report.preventiveMeasures.map(({ text, due }) => `${text} (by ${due})`);
  return [
    ...section('Summary', report.summary),
    ...section('Customer impact', report.customerImpact),
    ...section('Root cause', report.rootCause),
    ...section('Resolution', report.resolution),
    ...(measures.length > 0
      ? [{ heading: 'What we are doing to prevent it from happening again', paragraphs: measures }]
      : []),
  ];
}

const some = (text: string | null) => (text === null ? [] : [text]);

/** `14 of 20 done` */
export function workText({ done, total }: WorkProgress): string {
  const figure = new Intl.NumberFormat('en-US');
  return `${figure.format(done)} of ${figure.format(total)} done`;
}
