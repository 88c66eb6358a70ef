import type { PublicWindow } from './window';
import { IMPACT_WORDS } from '../shared/impact';
import { describeDuration, MINUTE } from '../shared/time';
import type { Phase, Reason, WindowClass } from '../window/types';
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
  'in-progress': 'In progress',
  overdue: 'Running past its planned end',
  verifying: 'Work done, being verified',
  completed: 'Completed',
  closed: 'Completed',
  cancelled: 'Cancelled',
};

export const UPDATE_WORDS: Record<PublicUpdate['type'], string> = {
  announced: 'Announced',
  rescheduled: 'New date',
  extended: 'New end',
  changed: 'Changed',
  started: 'Work started',
  posted: 'Update',
  verifying: 'Verifying',
  overdue: 'Running past its planned end',
  completed: 'Completed',
  cancelled: 'Cancelled',
  report: 'Reason-for-outage report',
};

/** `Outage: unavailable. Duration: up to 30 minutes.`; a level that shows nothing has no duration. */
export function impactText({ level, minutes }: PublicWindow['impact']): string {
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
        `The work takes longer: now ${slotText(update.to)}, planned before ${slotText(update.from)}.`,
        `Reason: ${update.reason}`,
      ];
    case 'changed':
      return [
        'The plan of this maintenance has changed.',
        ...(update.reason === null ? [] : [`Reason: ${update.reason}`]),
      ];
    case 'started':
      return ['The work has started.', ...some(update.note)];
    case 'posted':
      return [
        update.message,
        ...(update.nextUpdateBy === null ? [] : [`Next update by ${utcText(update.nextUpdateBy)}.`]),
      ];
    case 'verifying':
      return ['The work is done and is being verified.', ...some(update.note)];
    case 'overdue':
      return ['The work is running past its planned end and continues.'];
    case 'completed': {
      const seen = update.customerImpactMinutes === null ? [] : [customerImpactText(update.customerImpactMinutes)];
      return [update.message ?? 'The work is complete.', ...seen];
    }
    case 'cancelled':
      return ['This maintenance has been cancelled.', `Reason: ${update.reason}`];
    case 'report':
      return reportSections(update.report).map(({ heading, paragraphs }) => `${heading}: ${paragraphs.join('\n')}`);
  }
}

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
    ...(measures.length > 0 ? [{ heading: 'What we do so that it does not happen again', paragraphs: measures }] : []),
  ];
}

const some = (text: string | null) => (text === null ? [] : [text]);
