import type { AffectedComponent, Page, StoredIncident } from './model';

/** Sets statuses, leaving out components that are unknown and empty statuses; answers what each component's was before. */
export function setComponents(
  { components, clock }: Page,
  statuses: Readonly<Record<string, string>>,
): Map<string, string> {
  const before = new Map([...components.values()].map(({ id, status }) => [id, status]));
  for (const [id, status] of Object.entries(statuses)) {
    const component = components.get(id);
    if (!component || status === '') continue;
    component.status = status;
    component.updatedAt = clock();
  }
  return before;
}

/** The entry's components with what they were and are, as an update shows them; null when it has none. */
export function affectedBy(
  { components }: Page,
  incident: StoredIncident,
  before: ReadonlyMap<string, string>,
): AffectedComponent[] | null {
  const affected = incident.componentIds.flatMap((id) => {
    const component = components.get(id);
    if (!component) return [];
    const { name, status } = component;
    return [{ code: id, name, old_status: before.get(id) ?? status, new_status: status }];
  });
  return affected.length > 0 ? affected : null;
}

/** Every component of the entry with this status. */
export function allWith(incident: StoredIncident, status: string): Record<string, string> {
  return Object.fromEntries(incident.componentIds.map((id) => [id, status]));
}
