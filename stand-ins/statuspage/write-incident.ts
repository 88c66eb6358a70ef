import { randomBytes } from 'node:crypto';
import type { AffectedComponent, Page, StoredIncident } from './model';
import { affectedBy, allWith, setComponents } from './page-components';
import { faultsOf, flagOf, idsOf, isObjectOfObjects, mapOf, type Fields, type Faults } from './refusals';

/** What is wrong with the fields of a write to the entry, or to a new one. */
export function faultsIn({ components, switches }: Page, fields: Fields, incident: StoredIncident | undefined): Faults {
  return faultsOf(fields, {
    creating: incident === undefined,
    scheduledFor: timeOf(fields.scheduled_for, incident?.scheduledFor ?? null),
    scheduledUntil: timeOf(fields.scheduled_until, incident?.scheduledUntil ?? null),
    knowsComponent: (id) => components.has(id) || switches().unknownComponent === 'ignore',
  });
}

/** An entry before its first write. */
export function blankIncident(at: number, scheduled: boolean): StoredIncident {
  return {
    id: newId(),
    name: '',
    status: scheduled ? 'scheduled' : 'investigating',
    impact: scheduled ? 'maintenance' : 'none',
    createdAt: at,
    updatedAt: at,
    resolvedAt: null,
    scheduledFor: null,
    scheduledUntil: null,
    remindPrior: false,
    remindedAt: null,
    autoInProgress: false,
    autoCompleted: false,
    autoMaintenanceState: false,
    autoOperationalState: false,
    autoNotifyStart: false,
    autoNotifyEnd: false,
    componentIds: [],
    metadata: {},
    updates: [],
  };
}

/** Writes the fields as the service does, and appends an update where they tell something. */
export function writeIncident(page: Page, incident: StoredIncident, fields: Fields, isNew: boolean): void {
  const { components, switches, clock } = page;
  const map = mapOf(fields);
  if ('name' in fields) incident.name = String(fields.name);
  if ('impact_override' in fields) incident.impact = String(fields.impact_override);
  if ('status' in fields) incident.status = String(fields.status);
  writeSchedule(incident, fields);
  if ('component_ids' in fields) incident.componentIds = idsOf(fields).filter((id) => components.has(id));
  for (const id of Object.keys(map)) {
    if (components.has(id) && !incident.componentIds.includes(id)) incident.componentIds.push(id);
  }
  if (isObjectOfObjects(fields.metadata)) {
    incident.metadata = { ...(switches().metadata === 'merge' ? incident.metadata : {}), ...fields.metadata };
  }
  // at once, even for an entry that is still to come: a client that misuses the map is found out
  const before = setComponents(page, map);
  if (isOver(incident.status)) {
    incident.resolvedAt ??= clock();
    if (switches().completionRestores) setComponents(page, allWith(incident, 'operational'));
  }
  incident.updatedAt = clock();
  if (isNew || 'status' in fields || typeof fields.body === 'string') {
    const body = typeof fields.body === 'string' ? fields.body : '';
    appendUpdate(page, incident, {
      body,
      delivers: flagOf(fields.deliver_notifications, true),
      affected: affectedBy(page, incident, before),
    });
  }
}

/** Appends an update, and tells subscribers when it is to be delivered. */
export function appendUpdate(
  { clock, notices }: Page,
  incident: StoredIncident,
  { body, delivers, affected }: { body: string; delivers: boolean; affected: readonly AffectedComponent[] | null },
): void {
  const at = clock();
  incident.updates.unshift({ id: newId(), status: incident.status, body, at, affected, delivers });
  const { id, status, metadata } = incident;
  if (delivers) notices.push({ incident: id, status, body, at, metadata: { ...metadata } });
}

/** The planned times and the settings of the service's own clock. */
function writeSchedule(incident: StoredIncident, fields: Fields): void {
  incident.scheduledFor = timeOf(fields.scheduled_for, incident.scheduledFor);
  incident.scheduledUntil = timeOf(fields.scheduled_until, incident.scheduledUntil);
  incident.remindPrior = flagOf(fields.scheduled_remind_prior, incident.remindPrior);
  incident.autoInProgress = flagOf(
    fields.scheduled_auto_in_progress ?? fields.scheduled_auto_transition,
    incident.autoInProgress,
  );
  incident.autoCompleted = flagOf(fields.scheduled_auto_completed, incident.autoCompleted);
  incident.autoMaintenanceState = flagOf(fields.auto_transition_to_maintenance_state, incident.autoMaintenanceState);
  incident.autoOperationalState = flagOf(fields.auto_transition_to_operational_state, incident.autoOperationalState);
  incident.autoNotifyStart = flagOf(fields.auto_transition_deliver_notifications_at_start, incident.autoNotifyStart);
  incident.autoNotifyEnd = flagOf(fields.auto_transition_deliver_notifications_at_end, incident.autoNotifyEnd);
}

const isOver = (status: string) => status === 'completed' || status === 'resolved';

function timeOf(value: unknown, otherwise: number | null): number | null {
  if (value === undefined) return otherwise;
  return typeof value === 'string' ? Date.parse(value) : null;
}

/** Ids as the service makes them: twelve lower-case characters. */
const newId = () => Buffer.from(randomBytes(12).map((byte) => 97 + (byte % 26))).toString('latin1');
