import { refused } from '../convergence/service-failure';
import type { DesiredEntry } from './desired-entry';
import type { IncidentList, StatuspageApiClient } from './statuspage-api-client';
import type { Incident, Marker } from './statuspage-schemas';

/** The marker by which a window's entry is known, whoever lost its id. */
function isOurs(incident: Incident, { window_id, origin }: Pick<Marker, 'window_id' | 'origin'>): boolean {
  const marker = incident.metadata?.forewarn;
  return marker?.window_id === window_id && marker.origin === origin;
}

/**
 * The window's entry among those still to come or running; with `everywhere` also among the newest of all, for one that may have
 * been made and moved on meanwhile.
 */
export async function findEntry(
  client: StatuspageApiClient,
  kind: DesiredEntry['kind'],
  marker: Pick<Marker, 'window_id' | 'origin'>,
  everywhere: boolean,
): Promise<Incident | undefined> {
  const open: IncidentList[] = kind === 'incident' ? ['unresolved'] : ['scheduled', 'active_maintenance'];
  const lists: IncidentList[] = everywhere ? [...open, 'all'] : open;
  for (const list of lists) {
    for await (const some of client.incidents(list)) {
      const found = some.find((incident) => isOurs(incident, marker));
      if (found) return found;
    }
  }
  return undefined;
}

/** Throws ServiceFailure when the page lacks one of the components, or one is a group, whose status cannot be set. */
export async function checkComponents(client: StatuspageApiClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const known = new Map((await client.components()).map((component) => [component.id, component]));
  const wrong = ids.filter((id) => known.get(id)?.group !== false);
  if (wrong.length === 0) return;
  const unknown = wrong.filter((id) => !known.has(id));
  const what =
    unknown.length > 0
      ? `component ${unknown.join(', ')}, which the page does not have`
      : `component ${wrong.join(', ')}, which is a group: its status cannot be set, name its members`;
  throw refused(`The mapping file names ${what}. Correct FOREWARN_STATUSPAGE_MAP.`);
}
