import { invalid } from '../domain/shared/invalid';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import { hasOrganization } from '../store/inventory/has-organization';
import { unknownOrganization } from '../store/public/calendar-feeds';
import type { Viewer } from '../store/windows/viewer';
import { dueMaintenance, type DueMaintenance } from '../store/work/customer';

/** Which maintenance is asked for. */
export interface AskedMaintenance {
  /** For staff to name; a customer gets its own. */
  readonly organization?: string | undefined;
  /** Only resources of these kinds. */
  readonly kinds?: readonly string[] | undefined;
}

/**
 * The maintenance that is due for an organization, of announced windows that are not over, by their start (S4); for a customer on
 * the resources that its token covers. Throws KnownError `not-found` for an organization that does not exist for the viewer (T3),
 * `invalid-body` when staff name none, and for a cursor that is none.
 */
export async function maintenanceFor(
  db: Database,
  { organization, kinds }: AskedMaintenance,
  page: PageRequest,
  viewer: Viewer,
): Promise<Page<DueMaintenance>> {
  const organizationId = await organizationOf(db, organization, viewer);
  return dueMaintenance(db, { ...page, organizationId, environments: viewer.environments ?? null, kinds });
}

async function organizationOf(
  db: Database,
  asked: string | undefined,
  { organizationId: own, organizations }: Viewer,
): Promise<string> {
  if (own !== null) {
    if (asked === undefined || asked === own) return own;
    throw unknownOrganization(asked);
  }
  if (asked === undefined) {
    throw invalid([{ field: 'organization', message: 'is required: whose maintenance it is, such as acme' }], 'query');
  }
  if (organizations && !organizations.includes(asked)) throw unknownOrganization(asked);
  if (!(await hasOrganization(db, asked))) throw unknownOrganization(asked);
  return asked;
}
