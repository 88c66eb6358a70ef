import type { Session } from '../../store/access/sessions';
import type { Viewer } from '../../store/windows/viewer';

/** What somebody of the provider who signed in may read (T3). */
export function viewerOf({ grant: { organizations } }: Pick<Session, 'grant'>): Viewer {
  return { organizationId: null, organizations };
}
