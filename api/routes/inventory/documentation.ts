import type { InventoryTable } from '../../../store/inventory/import/rows';

/** `staff_organizations` → `StaffOrganizations`, for operation ids. */
export function operationName(table: InventoryTable): string {
  return table
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `staff_organizations` → `staff organizations`, for people. */
export function inWords(table: InventoryTable): string {
  return table.replace('_', ' ');
}

/** Which rejected rows an import tells of. */
export const IMPORT_REPORTS = ['first', 'all'] as const;

/** A body for each table, in the order in which they depend on each other. */
export const EXAMPLES: Record<InventoryTable, unknown[]> = {
  locations: [{ path: 'eu-1/dc-1/rack-a12', name: 'Rack A12' }],
  organizations: [
    { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', maintenanceEmail: 'maintenance@acme.example' },
  ],
  environments: [{ id: 'acme-production', organizationId: 'acme', name: 'Production' }],
  contacts: [
    { id: 'acme-noc', organizationId: 'acme', name: 'Acme NOC', email: 'noc@acme.example', roles: ['ops-alert'] },
  ],
  resources: [
    {
      id: 'srv-1042',
      organizationId: 'acme',
      environmentId: 'acme-production',
      location: 'eu-1/dc-1/rack-a12',
      kind: 'server',
      name: 'web-1',
      labels: { tier: 'web' },
      redundancyGroup: 'acme-web',
    },
  ],
  staff: [{ id: 'amara', name: 'Amara Okafor', email: 'amara@provider.example', role: 'account-representative' }],
  staff_organizations: [{ staffId: 'amara', organizationId: 'acme' }],
};
