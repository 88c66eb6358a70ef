import { KnownError } from '../domain/shared/errors';
import type { Page } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import type { InventoryTable } from '../store/inventory/import/rows';
import { listInventory, type ListedRows } from '../store/inventory/inventory';
import type { Viewer } from '../store/windows/viewer';
import { listWindows, type WindowSummary } from '../store/windows/windows';

/** A customer with the beginning of everything that is its own. */
export interface OrganizationInDetail {
  readonly organization: ListedRows['organizations'];
  readonly environments: Page<ListedRows['environments']>;
  readonly contacts: Page<ListedRows['contacts']>;
  readonly resources: Page<ListedRows['resources']>;
  /** Who of the staff looks after it. */
  readonly staff: Page<ListedRows['staff']>;
  /** Windows it was told of, the latest first. */
  readonly windows: Page<WindowSummary>;
}

/** So many of each. */
const SHOWN = 20;

/** Throws KnownError `not-found` for an organization that is none, or not one of the viewer's (T3). */
export async function readOrganization(db: Database, id: string, viewer: Viewer): Promise<OrganizationInDetail> {
  const of = <T extends InventoryTable>(table: T) =>
    listInventory(db, table, { ...viewer, narrowed: { organization: id }, limit: SHOWN });
  const { items } = await of('organizations');
  const [organization] = items;
  if (!organization) {
    throw new KnownError('not-found', `There is no organization ${id}. The inventory lists those there are.`);
  }
  const [environments, contacts, resources, staff, windows] = await Promise.all([
    ...([of('environments'), of('contacts'), of('resources'), of('staff')] as const),
    // what it was told of is what it could read by itself
    listWindows(db, {}, { limit: SHOWN }, { organizationId: id }),
  ]);
  return { organization, environments, contacts, resources, staff, windows };
}
