import { randomBytes } from 'node:crypto';
import type { AffectedComponent, SentNotice, StoredComponent, StoredIncident, Switches } from './model';
import { faultsOf, flagOf, idsOf, isObjectOfObjects, mapOf, type Fields, type Faults } from './refusals';

/** The automatic clock runs so late (ms), as seen at the real one. */
const AUTO_DELAY = 30_000;
const HOUR = 3_600_000;

/** The service's own sentences. */
const STOCK = {
  reminder: 'Maintenance will begin as scheduled in 60 minutes.',
  started: 'Scheduled maintenance is currently in progress. We will provide updates as necessary.',
  completed: 'The scheduled maintenance has been completed.',
} as const;

/** A write as the service answers it. */
export type Written = { readonly incident: StoredIncident } | { readonly faults: Faults };

/** One page's entries and components, and what its subscribers were told. */
export interface PageState {
  /** Newest first. */
  incidents(): readonly StoredIncident[];
  incident(id: string): StoredIncident | undefined;
  readonly components: Map<string, StoredComponent>;
  /** Oldest first. */
  readonly notices: SentNotice[];
  create(fields: Fields): Written;
  update(incident: StoredIncident, fields: Fields): Written;
  remove(incident: StoredIncident): void;
  /** Carries out what the service's own clock has due. */
  tick(): void;
}

/** Ids as the service makes them: twelve lower-case characters. */
const newId = () => Buffer.from(randomBytes(12).map((byte) => 97 + (byte % 26))).toString('latin1');

/** `before`: the entries to begin with, newest first. */
export function createPageState(
  clock: () => number,
  switches: () => Switches,
  before: readonly StoredIncident[] = [],
): PageState {
  const stored: StoredIncident[] = [...before];
  const components = new Map<string, StoredComponent>();
  const notices: SentNotice[] = [];

  function setComponents(statuses: Readonly<Record<string, string>>): Map<string, string> {
    const before = new Map([...components.values()].map(({ id, status }) => [id, status]));
    for (const [id, status] of Object.entries(statuses)) {
      const component = components.get(id);
      if (!component || status === '') continue;
      component.status = status;
      component.updatedAt = clock();
    }
    return before;
  }

  function affectedBy(incident: StoredIncident, before: ReadonlyMap<string, string>): AffectedComponent[] | null {
    const affected = incident.componentIds.flatMap((id) => {
      const component = components.get(id);
      if (!component) return [];
      const { name, status } = component;
      return [{ code: id, name, old_status: before.get(id) ?? status, new_status: status }];
    });
    return affected.length > 0 ? affected : null;
  }

  function append(
    incident: StoredIncident,
    { body, delivers, affected }: { body: string; delivers: boolean; affected: readonly AffectedComponent[] | null },
  ): void {
    const at = clock();
    incident.updates.unshift({ id: newId(), status: incident.status, body, at, affected, delivers });
    const { id, status, metadata } = incident;
    if (delivers) notices.push({ incident: id, status, body, at, metadata: { ...metadata } });
  }

  function write(incident: StoredIncident, fields: Fields, isNew: boolean): void {
    const map = mapOf(fields);
    if ('name' in fields) incident.name = String(fields.name);
    if ('impact_override' in fields) incident.impact = String(fields.impact_override);
    if ('status' in fields) incident.status = String(fields.status);
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
    if ('component_ids' in fields) incident.componentIds = idsOf(fields).filter((id) => components.has(id));
    for (const id of Object.keys(map)) {
      if (components.has(id) && !incident.componentIds.includes(id)) incident.componentIds.push(id);
    }
    if (isObjectOfObjects(fields.metadata)) {
      incident.metadata = { ...(switches().metadata === 'merge' ? incident.metadata : {}), ...fields.metadata };
    }
    // at once, even for an entry that is still to come: a client that misuses the map is found out
    const before = setComponents(map);
    if (isOver(incident.status)) {
      incident.resolvedAt ??= clock();
      if (switches().completionRestores) setComponents(allOf(incident, 'operational'));
    }
    incident.updatedAt = clock();
    if (isNew || 'status' in fields || typeof fields.body === 'string') {
      const body = typeof fields.body === 'string' ? fields.body : '';
      append(incident, {
        body,
        delivers: flagOf(fields.deliver_notifications, true),
        affected: affectedBy(incident, before),
      });
    }
  }

  function checked(fields: Fields, incident: StoredIncident | undefined): Faults {
    return faultsOf(fields, {
      creating: incident === undefined,
      scheduledFor: timeOf(fields.scheduled_for, incident?.scheduledFor ?? null),
      scheduledUntil: timeOf(fields.scheduled_until, incident?.scheduledUntil ?? null),
      knowsComponent: (id) => components.has(id) || switches().unknownComponent === 'ignore',
    });
  }

  return {
    components,
    notices,
    incidents: () => stored,
    incident: (id) => stored.find((one) => one.id === id),

    create(fields) {
      const faults = checked(fields, undefined);
      if (Object.keys(faults).length > 0) return { faults };
      const incident = blank(clock(), fields.scheduled_for !== undefined);
      stored.unshift(incident);
      write(incident, fields, true);
      return { incident };
    },

    update(incident, fields) {
      const faults = checked(fields, incident);
      if (Object.keys(faults).length > 0) return { faults };
      write(incident, fields, false);
      return { incident };
    },

    remove(incident) {
      stored.splice(stored.indexOf(incident), 1);
      if (switches().noticeOnDelete) {
        const { id, status, metadata } = incident;
        notices.push({ incident: id, status, body: '(deleted)', at: clock(), metadata: { ...metadata } });
      }
    },

    tick() {
      for (const incident of stored) {
        const { scheduledFor: from, scheduledUntil: until } = incident;
        if (from === null || until === null) continue;
        const late = clock() - AUTO_DELAY;
        if (
          incident.remindPrior &&
          incident.remindedAt === null &&
          incident.status === 'scheduled' &&
          late >= from - HOUR
        ) {
          incident.remindedAt = clock();
          append(incident, { body: STOCK.reminder, delivers: true, affected: null });
        }
        if (incident.autoInProgress && incident.status === 'scheduled' && late >= from) {
          incident.status = 'in_progress';
          const before = setComponents(incident.autoMaintenanceState ? allOf(incident, 'under_maintenance') : {});
          const affected = affectedBy(incident, before);
          append(incident, { body: STOCK.started, delivers: incident.autoNotifyStart, affected });
        }
        if (incident.autoCompleted && incident.status === 'in_progress' && late >= until) {
          incident.status = 'completed';
          incident.resolvedAt = clock();
          const before = setComponents(incident.autoOperationalState ? allOf(incident, 'operational') : {});
          const affected = affectedBy(incident, before);
          append(incident, { body: STOCK.completed, delivers: incident.autoNotifyEnd, affected });
        }
      }
    },
  };
}

const isOver = (status: string) => status === 'completed' || status === 'resolved';

const allOf = (incident: StoredIncident, status: string) =>
  Object.fromEntries(incident.componentIds.map((id) => [id, status]));

function timeOf(value: unknown, otherwise: number | null): number | null {
  if (value === undefined) return otherwise;
  return typeof value === 'string' ? Date.parse(value) : null;
}

function blank(at: number, scheduled: boolean): StoredIncident {
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
