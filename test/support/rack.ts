import type { Database } from '../../store/database/database';
import { importInventory } from '../../store/inventory/import/import-inventory';

/** One rack with `count` organizations, each with a server and a mailbox; `prefix` keeps the ids of two racks apart. */
export async function fillRack(db: Database, count: number, { rack = 'rack-a12', prefix = '' } = {}): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => prefix + String(index + 1).padStart(4, '0'));
  const location = `eu-1/dc-1/${rack}`;
  await importInventory(db, 'locations', [{ path: location, name: `Rack ${rack}` }]);
  await importInventory(
    db,
    'organizations',
    numbers.map((n) => ({
      id: `org-${n}`,
      name: `Canary Company ${n}`,
      timeZone: 'Europe/Paris',
      maintenanceEmail: `canary-${n}@customer.example`,
    })),
  );
  await importInventory(
    db,
    'environments',
    numbers.map((n) => ({ id: `env-${n}`, organizationId: `org-${n}`, name: 'production' })),
  );
  await importInventory(
    db,
    'resources',
    numbers.map((n) => ({
      id: `srv-${n}`,
      organizationId: `org-${n}`,
      environmentId: `env-${n}`,
      location,
      kind: 'server',
      name: `server-${n}`,
    })),
  );
}
