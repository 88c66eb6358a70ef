import type { PageState } from './page-state';
import type { StoredComponent, StoredIncident, StoredUpdate } from './model';

/** What answers need besides the stored values. */
export interface Frame {
  readonly page: string;
  readonly state: PageState;
  readonly offsetHours: number;
}

/** ISO 8601 with milliseconds in the page's offset, as the service writes times. */
function timeText(at: number | null, offsetHours: number): string | null {
  if (at === null) return null;
  if (offsetHours === 0) return new Date(at).toISOString();
  const shifted = new Date(at + offsetHours * 3_600_000).toISOString().slice(0, -1);
  return `${shifted}${offsetHours < 0 ? '-' : '+'}${String(Math.abs(offsetHours)).padStart(2, '0')}:00`;
}

export function componentAnswer(component: StoredComponent, { page, offsetHours }: Frame) {
  const { id, name, status, group, updatedAt } = component;
  const at = timeText(updatedAt, offsetHours);
  return {
    ...{ id, page_id: page, group_id: null, group, name, description: null, position: 1, status, showcase: false },
    ...{ only_show_if_degraded: null, automation_email: null, start_date: null, created_at: at, updated_at: at },
  };
}

export function incidentAnswer(incident: StoredIncident, frame: Frame) {
  const { page, state, offsetHours } = frame;
  const time = (at: number | null) => timeText(at, offsetHours);
  const { id, name, status, impact, metadata } = incident;
  const components = incident.componentIds.flatMap((one) => state.components.get(one) ?? []);
  return {
    ...{ id, name, page_id: page, status, impact, impact_override: impact, metadata },
    created_at: time(incident.createdAt),
    updated_at: time(incident.updatedAt),
    monitoring_at: null,
    resolved_at: time(incident.resolvedAt),
    shortlink: `https://stspg.io/${id}`,
    components: components.map((component) => componentAnswer(component, frame)),
    incident_updates: incident.updates.map((update) => updateAnswer(update, incident, frame)),
    incident_impacts: [],
    scheduled_for: time(incident.scheduledFor),
    scheduled_until: time(incident.scheduledUntil),
    scheduled_remind_prior: incident.remindPrior,
    scheduled_reminded_at: time(incident.remindedAt),
    scheduled_auto_in_progress: incident.autoInProgress,
    scheduled_auto_completed: incident.autoCompleted,
    // nulls where the specification says boolean, as real answers have them
    auto_transition_to_maintenance_state: incident.autoMaintenanceState ? true : null,
    auto_transition_to_operational_state: incident.autoOperationalState ? true : null,
    auto_transition_deliver_notifications_at_start: incident.autoNotifyStart ? true : null,
    auto_transition_deliver_notifications_at_end: incident.autoNotifyEnd ? true : null,
    ...{ reminder_intervals: null, postmortem_body: null, postmortem_body_last_updated_at: null },
    ...{ postmortem_ignored: false, postmortem_notified_subscribers: null, postmortem_notified_twitter: null },
    postmortem_published_at: null,
  };
}

function updateAnswer(update: StoredUpdate, { id: incident_id }: StoredIncident, { offsetHours }: Frame) {
  const at = timeText(update.at, offsetHours);
  return {
    ...{ id: update.id, incident_id, status: update.status, body: update.body },
    ...{ created_at: at, updated_at: at, display_at: at },
    affected_components: update.affected,
    deliver_notifications: update.delivers,
    ...{ wants_twitter_update: false, custom_tweet: null, tweet_id: null, twitter_updated_at: null },
  };
}

/** The public Status API v2 from the same state, as far as a glance at a local run needs it: `summary.json`. */
export function summaryAnswer(frame: Frame) {
  const { page, state, offsetHours } = frame;
  const open = state.incidents().filter(({ status }) => !['completed', 'resolved', 'postmortem'].includes(status));
  const of = (scheduled: boolean) =>
    open
      .filter(({ scheduledFor }) => (scheduledFor !== null) === scheduled)
      .map((one) => {
        // what the public never sees
        const { metadata: _private, ...answer } = incidentAnswer(one, frame);
        return answer;
      });
  const components = [...state.components.values()];
  const working = components.some(({ status }) => status !== 'operational');
  return {
    page: {
      id: page,
      name: 'Statuspage stand-in',
      url: `https://${page}.statuspage.io`,
      time_zone: 'Etc/UTC',
      updated_at: timeText(Date.now(), offsetHours),
    },
    components: components.map((component) => componentAnswer(component, frame)),
    incidents: of(false),
    scheduled_maintenances: of(true),
    status: working
      ? { indicator: 'maintenance', description: 'Service Under Maintenance' }
      : { indicator: 'none', description: 'All Systems Operational' },
  };
}
