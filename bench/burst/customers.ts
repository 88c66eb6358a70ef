import type { Database } from '../../store/database/database';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { STAFF_ROLES } from '../../domain/notices/staff-roles';

/** The number of customers for each account representative. */
const CUSTOMERS_A_REPRESENTATIVE = 20;

export const resourceOf = (number: number): string => `srv-${String(number)}`;

/** Creates customers, each with a mailbox and one server in a rack of its own, and staff in every role. */
export async function fillRacks(db: Database, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const rack = (n: number) => `eu-1/dc-1/rack-${String(n)}`;
  const organization = (n: number) => `org-${String(n)}`;
  const representative = (n: number) => `account-representative-${String(Math.ceil(n / CUSTOMERS_A_REPRESENTATIVE))}`;
  await importInventory(
    db,
    'locations',
    numbers.map((n) => ({ path: rack(n), name: `Rack ${String(n)}` })),
  );
  await importInventory(
    db,
    'organizations',
    numbers.map((n) => ({
      id: organization(n),
      name: `Customer ${String(n)} Ltd`,
      timeZone: 'Europe/Paris',
      maintenanceEmail: `noc@${organization(n)}.example`,
    })),
  );
  await importInventory(
    db,
    'environments',
    numbers.map((n) => ({ id: organization(n), organizationId: organization(n), name: 'production' })),
  );
  await importInventory(
    db,
    'resources',
    numbers.map((n) => ({
      id: resourceOf(n),
      organizationId: organization(n),
      environmentId: organization(n),
      location: rack(n),
      kind: 'server',
      name: `web-${String(n)}`,
    })),
  );
  const people = [
    ...STAFF_ROLES.filter((role) => role !== 'account-representative').map((role) => ({ id: role, role })),
    ...[...new Set(numbers.map(representative))].map((id) => ({ id, role: 'account-representative' as const })),
  ];
  await importInventory(
    db,
    'staff',
    people.map(({ id, role }) => ({ id, role, name: `The ${id}`, email: `${id}@provider.example` })),
  );
  await importInventory(
    db,
    'staff_organizations',
    numbers.map((n) => ({ staffId: representative(n), organizationId: organization(n) })),
  );
}
