import { COMPONENT_STATUSES, INCIDENT_STATUSES, MAINTENANCE_STATUSES } from './model';

export type Fields = Readonly<Record<string, unknown>>;

/** Fields at fault with the rule each breaks, as the service words it; empty when there is none. */
export type Faults = Record<string, string[]>;

interface Context {
  readonly creating: boolean;
  /** Planned times in force after the request. */
  readonly scheduledFor: number | null;
  readonly scheduledUntil: number | null;
  readonly knowsComponent: (id: string) => boolean;
}

/** What the service refuses with 422. */
export function faultsOf(fields: Fields, { creating, scheduledFor, scheduledUntil, knowsComponent }: Context): Faults {
  const faults: Faults = {};
  const fault = (field: string, text: string) => (faults[field] = [...(faults[field] ?? []), text]);
  const { name, body, status, metadata } = fields;
  if ((creating || 'name' in fields) && (typeof name !== 'string' || name.trim() === ''))
    fault('name', "can't be blank");
  if (typeof name === 'string' && name.length > 255) fault('name', 'is too long (maximum is 255 characters)');
  if (typeof body === 'string' && body.length > 25_000) fault('body', 'is too long (maximum is 25000 characters)');
  const statuses: readonly string[] = scheduledFor === null ? INCIDENT_STATUSES : MAINTENANCE_STATUSES;
  if (status !== undefined && !(typeof status === 'string' && statuses.includes(status)))
    fault('status', 'is not included in the list');
  if (Number.isNaN(scheduledFor) || Number.isNaN(scheduledUntil)) fault('scheduled_for', 'is not a time');
  if ((scheduledFor === null) !== (scheduledUntil === null)) fault('scheduled_until', "can't be blank");
  if (scheduledFor !== null && scheduledUntil !== null && scheduledUntil <= scheduledFor) {
    fault('scheduled_until', 'must be after scheduled_for');
  }
  if (metadata !== undefined && !isObjectOfObjects(metadata)) fault('metadata', 'must be an object of objects');
  for (const id of [...idsOf(fields), ...Object.keys(mapOf(fields))]) {
    if (!knowsComponent(id)) fault('component_ids', `${id} is unknown`);
  }
  for (const state of Object.values(mapOf(fields))) {
    if (state !== '' && !(COMPONENT_STATUSES as readonly string[]).includes(state))
      fault('components', 'has a wrong status');
  }
  return faults;
}

export function idsOf({ component_ids: ids }: Fields): string[] {
  return Array.isArray(ids) ? ids.map(String) : [];
}

/** The explicit statuses; an array there is another shape and is not taken. */
export function mapOf({ components }: Fields): Record<string, string> {
  if (typeof components !== 'object' || components === null || Array.isArray(components)) return {};
  return Object.fromEntries(Object.entries(components).map(([id, status]) => [id, String(status)]));
}

export function isObjectOfObjects(value: unknown): value is Record<string, Record<string, unknown>> {
  const isObject = (one: unknown) => typeof one === 'object' && one !== null && !Array.isArray(one);
  return isObject(value) && Object.values(value as object).every(isObject);
}

/** true and "true" alike: form bodies have texts only. */
export function flagOf(value: unknown, otherwise: boolean): boolean {
  if (value === undefined || value === null) return otherwise;
  return value === true || value === 'true' || value === '1';
}
