import type { DesiredEntry } from './desired-entry';
import type { IncidentList, StatuspageApiClient } from './statuspage-api-client';
import type { Incident, Marker } from './statuspage-schemas';

/** Whether the entry has the window's marker, by which it is recognised when its id is lost. */
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
