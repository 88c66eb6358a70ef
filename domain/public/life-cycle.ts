import type { PublicWindow } from './window';
import type { WindowClass } from '../window/types';
import type { PublicUpdate } from './updates';

type MaintenanceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed';
type IncidentStatus = 'identified' | 'monitoring' | 'resolved' | 'postmortem';
export type EntryStatus = MaintenanceStatus | IncidentStatus;

/** Statuspage's words as its feeds print them. */
export const STATUS_WORDS: Record<EntryStatus, string> = {
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  postmortem: 'Postmortem',
};

/** For the customer an emergency is unplanned, so it is an incident; everything else is scheduled maintenance. */
export function isIncident(window: { readonly class: WindowClass }): boolean {
  return window.class === 'emergency';
}

/** The status as Statuspage's readers know it. There is no "cancelled" and no "rolled back": it is completed or resolved, with the reason in the text. */
export function statusOf(window: PublicWindow): EntryStatus {
  const incident = isIncident(window);
  switch (window.phase) {
    case 'draft':
    case 'approved':
    case 'announced':
    case 'delayed':
      return incident ? 'identified' : 'scheduled';
    case 'in-progress':
    case 'overdue':
    case 'rolling-back':
    case 'degraded':
      return incident ? 'identified' : 'in_progress';
    case 'verifying':
      return incident ? 'monitoring' : 'verifying';
    case 'completed':
    case 'rolled-back':
    case 'closed':
      if (!incident) return 'completed';
      // a preliminary report during the work is not the postmortem: the end has to be read as "resolved" first
      return stepsOf(window)[0]?.status === 'postmortem' ? 'postmortem' : 'resolved';
    case 'cancelled':
      return incident ? 'resolved' : 'completed';
  }
}

/** An update with what it made of the entry. */
export interface Step {
  readonly update: PublicUpdate;
  readonly status: EntryStatus;
  /** Whether the work, and with it the components' status, was under way before and after. */
  readonly ranBefore: boolean;
  readonly runsAfter: boolean;
  /** Whether its result was bad before and after (E3). */
  readonly degradedBefore: boolean;
  readonly degradedAfter: boolean;
  /** The status is another than before: feeds print its word, else "Update". */
  readonly changed: boolean;
}

/** Every update with the status it led to, newest first like the updates themselves. */
export function stepsOf(window: PublicWindow): Step[] {
  const steps: Step[] = [];
  for (const update of window.updates.toReversed()) {
    const last = steps.at(-1);
    const status = statusAfter(update, isIncident(window), last?.status);
    const ranBefore = last?.runsAfter ?? false;
    const runsAfter = runsAfterwards(update, ranBefore);
    const degradedBefore = last?.degradedAfter ?? false;
    const degradedAfter = isDegradedAfter(update, degradedBefore);
    const changed = status !== last?.status;
    steps.push({ update, status, ranBefore, runsAfter, degradedBefore, degradedAfter, changed });
  }
  return steps.reverse();
}

function statusAfter(update: PublicUpdate, incident: boolean, before: EntryStatus | undefined): EntryStatus {
  const planned = incident ? 'identified' : 'scheduled';
  switch (update.type) {
    case 'announced':
    case 'rescheduled':
      return planned;
    case 'started':
    case 'overdue':
    case 'rolling-back':
    case 'degraded':
      return incident ? 'identified' : 'in_progress';
    case 'verifying':
      return incident ? 'monitoring' : 'verifying';
    case 'completed':
    case 'rolled-back':
    case 'recovered':
    case 'cancelled':
      return incident ? 'resolved' : 'completed';
    case 'report':
      return before === 'resolved' ? 'postmortem' : (before ?? planned);
    case 'extended':
      return incident ? 'identified' : 'in_progress';
    case 'changed':
    case 'delayed':
    case 'posted':
      return before ?? planned;
  }
}

/** The work is over with it, or will not be done; or its result is good again. */
export function ends({ type }: PublicUpdate): boolean {
  return type === 'completed' || type === 'rolled-back' || type === 'recovered' || type === 'cancelled';
}

function runsAfterwards(update: PublicUpdate, before: boolean): boolean {
  if (update.type === 'started' || update.type === 'degraded') return true;
  return ends(update) ? false : before;
}

/** From a bad result until it is good again, or the work is being rolled back. */
function isDegradedAfter({ type }: PublicUpdate, before: boolean): boolean {
  if (type === 'degraded') return true;
  return type === 'recovered' || type === 'rolling-back' ? false : before;
}
