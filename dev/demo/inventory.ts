import { openDatabase } from '../../store/database/database';
import { importInventory, type ImportResult } from '../../store/inventory/import/import-inventory';
import { INVENTORY_TABLES } from '../../store/inventory/import/rows';
import { DEMO_ORGANIZATIONS, DEMO_PEOPLE } from './inventory/organizations';
import { DEMO_LOCATIONS, demoResources, pick } from './inventory/resources';

/**
 * The demo's inventory, the same in every call: 40 organizations, 300 resources in two datacenters; every address is .example.
 */
export function demoInventory() {
  const ids = DEMO_ORGANIZATIONS.map(([id]) => id);
  return {
    locations: DEMO_LOCATIONS,
    // two in three have a central maintenance address
    organizations: DEMO_ORGANIZATIONS.map(([id, name, timeZone, locale], i) => ({
      ...{ id, name, timeZone },
      ...(locale === undefined ? {} : { locale }),
      ...(i % 3 === 2 ? {} : { maintenanceEmail: `maintenance@${id}.example` }),
    })),
    environments: ids.flatMap((id) => [
      { id: `${id}-production`, organizationId: id, name: 'Production' },
      { id: `${id}-staging`, organizationId: id, name: 'Staging' },
    ]),
    contacts: ids.flatMap(contactsOf),
    resources: demoResources(ids),
    staff: DEMO_STAFF,
    // each customer has one of each, in turns
    staff_organizations: ids.flatMap((organizationId, i) =>
      (['account-representative', 'customer-engineer'] as const).map((role) => ({
        staffId: pick(
          DEMO_STAFF.filter((person) => person.role === role),
          i,
        ).id,
        organizationId,
      })),
    ),
  };
}

/** The staff: who looks after the customers, who reads and approves, who is briefed, and who gets escalations. */
const DEMO_STAFF = [
  { id: 'amara', name: 'Amara Okafor', email: 'amara@provider.example', role: 'account-representative' },
  { id: 'jonas', name: 'Jonas Weber', email: 'jonas@provider.example', role: 'account-representative' },
  { id: 'mei', name: 'Mei Tanaka', email: 'mei@provider.example', role: 'customer-engineer' },
  { id: 'priya', name: 'Priya Nair', email: 'priya@provider.example', role: 'customer-engineer' },
  { id: 'mara', name: 'Mara Lindqvist', email: 'mara@provider.example', role: 'approver' },
  { id: 'support', name: 'Support', email: 'support@provider.example', role: 'support' },
  { id: 'marketing', name: 'Marketing', email: 'marketing@provider.example', role: 'marketing' },
  { id: 'product', name: 'Product', email: 'product@provider.example', role: 'product' },
  { id: 'viktor', name: 'Viktor Hahn', email: 'viktor@provider.example', role: 'escalation' },
] as const;

/** An on-call mailbox, a production engineer, and for every other organization somebody who only reads invoices. */
function contactsOf(organizationId: string, i: number) {
  const person = (offset: number) => pick(DEMO_PEOPLE, i * 2 + offset);
  const host = `${organizationId}.example`;
  return [
    {
      id: `${organizationId}-noc`,
      organizationId,
      name: 'On-call',
      email: `noc@${host}`,
      roles: ['ops-alert', 'maintenance'],
    },
    {
      id: `${organizationId}-engineer`,
      organizationId,
      name: person(0),
      email: `${mailbox(person(0))}@${host}`,
      roles: ['maintenance'],
      environments: [`${organizationId}-production`],
    },
    ...(i % 2 === 0
      ? [
          {
            id: `${organizationId}-accounts`,
            organizationId,
            name: person(1),
            email: `${mailbox(person(1))}@${host}`,
            roles: ['billing'],
          },
        ]
      : []),
  ];
}

/** `Lucía Ferrer` → `lucia.ferrer` */
function mailbox(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '.');
}

/** Writes the demo's inventory into a migrated database; repeating it changes nothing. Throws when a row is refused. */
export async function loadDemoInventory(databaseUrl: string): Promise<ImportResult[]> {
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    const inventory = demoInventory();
    const results: ImportResult[] = [];
    for (const table of INVENTORY_TABLES) {
      const result = await importInventory(db, table, inventory[table]);
      const [refused] = result.rejected;
      if (refused) {
        throw new Error(`Demo inventory, ${table}, row ${String(refused.line)}: ${refused.field} ${refused.message}`);
      }
      results.push(result);
    }
    return results;
  } finally {
    await db.destroy();
  }
}
