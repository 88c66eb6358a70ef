import type { Page, StoredIncident } from './model';
import { affectedBy, allWith, setComponents } from './page-components';
import { appendUpdate } from './write-incident';

/** The automatic clock runs so late (ms), as seen at the real one. */
const AUTO_DELAY = 30_000;
const HOUR = 3_600_000;

/** The service's own sentences. */
const STOCK = {
  reminder: 'Maintenance will begin as scheduled in 60 minutes.',
  started: 'Scheduled maintenance is currently in progress. We will provide updates as necessary.',
  completed: 'The scheduled maintenance has been completed.',
} as const;

/** Carries out what the service's own clock has due. */
export function runAutomaticClock(page: Page): void {
  for (const incident of page.incidents) {
    const { scheduledFor: from, scheduledUntil: until } = incident;
    if (from === null || until === null) continue;
    const reached = page.clock() - AUTO_DELAY;
    if (reached >= from - HOUR) remind(page, incident);
    if (reached >= from) start(page, incident);
    if (reached >= until) complete(page, incident);
  }
}

function remind(page: Page, incident: StoredIncident): void {
  if (!incident.remindPrior || incident.remindedAt !== null || incident.status !== 'scheduled') return;
  incident.remindedAt = page.clock();
  appendUpdate(page, incident, { body: STOCK.reminder, delivers: true, affected: null });
}

function start(page: Page, incident: StoredIncident): void {
  if (!incident.autoInProgress || incident.status !== 'scheduled') return;
  incident.status = 'in_progress';
  const before = setComponents(page, incident.autoMaintenanceState ? allWith(incident, 'under_maintenance') : {});
  const affected = affectedBy(page, incident, before);
  appendUpdate(page, incident, { body: STOCK.started, delivers: incident.autoNotifyStart, affected });
}

function complete(page: Page, incident: StoredIncident): void {
  if (!incident.autoCompleted || incident.status !== 'in_progress') return;
  incident.status = 'completed';
  incident.resolvedAt = page.clock();
  const before = setComponents(page, incident.autoOperationalState ? allWith(incident, 'operational') : {});
  const affected = affectedBy(page, incident, before);
  appendUpdate(page, incident, { body: STOCK.completed, delivers: incident.autoNotifyEnd, affected });
}
