import { COMPONENT_STATUSES, type ComponentStatus } from '../../domain/public/component-status';
import type { DesiredEntry, DesiredStep } from './desired-entry';
import type { EntryStatus, IncidentFields } from './statuspage-api-client';
import type { EntryFacts } from './known-entry';
import type { Marker } from './statuspage-schemas';

/** Statuspage's own clock is switched off: it changes no status and reminds nobody; only the window does (L2). */
const CLOCK_OFF = {
  scheduled_remind_prior: false,
  scheduled_auto_in_progress: false,
  scheduled_auto_completed: false,
  auto_transition_to_maintenance_state: false,
  auto_transition_to_operational_state: false,
  auto_transition_deliver_notifications_at_start: false,
  auto_transition_deliver_notifications_at_end: false,
} as const;

/** The planned times with Statuspage's own clock switched off; nothing for an incident. */
function scheduleFields({ scheduled }: Pick<DesiredEntry, 'scheduled'>): Partial<IncidentFields> {
  return scheduled ? { scheduled_for: scheduled.from, scheduled_until: scheduled.until, ...CLOCK_OFF } : {};
}

/** A new entry. Components by id only: a map of statuses would take effect at once, weeks before the start. */
export function creationFields(
  desired: DesiredEntry,
  marker: Marker,
  { components, status, notify }: { components: readonly string[]; status: EntryStatus; notify: boolean },
): IncidentFields {
  return {
    name: desired.name,
    status,
    body: desired.announcement,
    impact_override: desired.impact,
    ...scheduleFields(desired),
    deliver_notifications: notify,
    component_ids: components,
    metadata: { forewarn: marker },
  };
}

/** A step: appends an update, and notifies subscribers unless it is for the page alone; the same write carries its marker. */
export function stepFields(
  desired: DesiredEntry,
  step: DesiredStep,
  marker: Marker,
  { status, components }: { status: EntryStatus; components: Readonly<Record<string, string>> },
): IncidentFields {
  return {
    status,
    body: step.body,
    deliver_notifications: !step.isQuiet,
    ...(step.setsDate ? { name: desired.name, ...scheduleFields(desired) } : {}),
    ...(Object.keys(components).length > 0 ? { components } : {}),
    metadata: { forewarn: marker },
  };
}

/** What an entry with these components was last written as. */
export function writtenAs(desired: DesiredEntry, components: readonly string[]): NonNullable<EntryFacts['wrote']> {
  const { name, scheduled } = desired;
  return { name, from: scheduled?.from ?? null, until: scheduled?.until ?? null, components: [...components] };
}

/** The most severe of them. */
export function worstOf(statuses: readonly ComponentStatus[]): ComponentStatus {
  const worst = Math.max(0, ...statuses.map((status) => COMPONENT_STATUSES.indexOf(status)));
  return COMPONENT_STATUSES[worst] ?? 'operational';
}
