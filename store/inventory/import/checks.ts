import { sql } from 'kysely';
import type { Fault } from '../../../domain/shared/validation';
import type { Database } from '../../database/database';
import type { InventoryRow, InventoryTable } from './rows';

/** Checks that a single row cannot make: whether the things it names exist and belong to the same organization. */

/** One array parameter, whatever the number of rows: PostgreSQL accepts at most 65,535 parameters. */
function anyOf(values: readonly string[]) {
  return sql<string>`any (${[...new Set(values)]}::text[])`;
}

type Owners = ReadonlyMap<string, string>;

/** Returns a row's faults. Everything the rows name has been looked up, with one query for each table. */
type RowCheck<R> = (row: R) => Fault[];

type Check<T extends InventoryTable> = (
  db: Database,
  rows: readonly InventoryRow<T>[],
) => Promise<RowCheck<InventoryRow<T>>>;

const nothingToCheck = () => Promise.resolve(() => []);

/** One check for each table. */
export const CHECKS: { readonly [T in InventoryTable]: Check<T> } = {
  locations: nothingToCheck,
  organizations: nothingToCheck,
  environments: environmentCheck,
  contacts: contactCheck,
  resources: resourceCheck,
  staff: nothingToCheck,
  staff_organizations: staffOrganizationCheck,
};

async function environmentCheck(
  db: Database,
  rows: readonly InventoryRow<'environments'>[],
): Promise<RowCheck<InventoryRow<'environments'>>> {
  const organizations = await organizationsOf(db, rows);
  const owners = await environmentOwners(
    db,
    rows.map((row) => row.id),
  );
  return (row) => [
    ...unknownOrganization(organizations, row.organizationId),
    ...movedFrom(owners, row, 'an environment'),
  ];
}

async function contactCheck(
  db: Database,
  rows: readonly InventoryRow<'contacts'>[],
): Promise<RowCheck<InventoryRow<'contacts'>>> {
  const organizations = await organizationsOf(db, rows);
  const environments = await environmentOwners(
    db,
    rows.flatMap((row) => row.environments ?? []),
  );
  const ids = rows.map((row) => row.id);
  const known = await db
    .selectFrom('contacts')
    .select(['id', 'organization_id'])
    .where('id', '=', anyOf(ids))
    .execute();
  const owners = ownersOf(known);
  return (row) => [
    ...unknownOrganization(organizations, row.organizationId),
    ...movedFrom(owners, row, 'a contact'),
    ...(row.environments ?? []).flatMap((environment) =>
      foreignEnvironment(environments, environment, row.organizationId, 'environments'),
    ),
  ];
}

async function resourceCheck(
  db: Database,
  rows: readonly InventoryRow<'resources'>[],
): Promise<RowCheck<InventoryRow<'resources'>>> {
  const organizations = await organizationsOf(db, rows);
  const environments = await environmentOwners(
    db,
    rows.map((row) => row.environmentId),
  );
  const paths = rows.map((row) => row.location);
  const places = await db.selectFrom('locations').select('path').where('path', '=', anyOf(paths)).execute();
  const locations = new Set(places.map((place) => place.path));
  return (row) => [
    ...unknownOrganization(organizations, row.organizationId),
    ...foreignEnvironment(environments, row.environmentId, row.organizationId, 'environmentId'),
    ...(locations.has(row.location)
      ? []
      : [{ field: 'location', message: `${row.location} is not in the inventory; import locations first` }]),
  ];
}

async function staffOrganizationCheck(
  db: Database,
  rows: readonly InventoryRow<'staff_organizations'>[],
): Promise<RowCheck<InventoryRow<'staff_organizations'>>> {
  const organizations = await organizationsOf(db, rows);
  const ids = rows.map((row) => row.staffId);
  const known = await db.selectFrom('staff').select('id').where('id', '=', anyOf(ids)).execute();
  const staff = new Set(known.map((person) => person.id));
  return (row) => [
    ...(staff.has(row.staffId)
      ? []
      : [{ field: 'staffId', message: `${row.staffId} is not in the inventory; import staff first` }]),
    ...unknownOrganization(organizations, row.organizationId),
  ];
}

async function organizationsOf(
  db: Database,
  rows: readonly { organizationId: string }[],
): Promise<ReadonlySet<string>> {
  const ids = rows.map((row) => row.organizationId);
  const known = await db.selectFrom('organizations').select('id').where('id', '=', anyOf(ids)).execute();
  return new Set(known.map((organization) => organization.id));
}

async function environmentOwners(db: Database, ids: readonly string[]): Promise<Owners> {
  const rows = await db
    .selectFrom('environments')
    .select(['id', 'organization_id'])
    .where('id', '=', anyOf(ids))
    .execute();
  return ownersOf(rows);
}

function ownersOf(rows: readonly { id: string; organization_id: string }[]): Owners {
  return new Map(rows.map((row) => [row.id, row.organization_id]));
}

function unknownOrganization(known: ReadonlySet<string>, organizationId: string): Fault[] {
  if (known.has(organizationId)) return [];
  return [
    { field: 'organizationId', message: `${organizationId} is not in the inventory; import organizations first` },
  ];
}

/** Environments and contacts cannot move to another organization: ledger rows and permissions name them by id. */
function movedFrom(owners: Owners, row: { id: string; organizationId: string }, what: string): Fault[] {
  const owner = owners.get(row.id);
  if (owner === undefined || owner === row.organizationId) return [];
  return [{ field: 'id', message: `${row.id} is ${what} of organization ${owner}; give the new one an id of its own` }];
}

function foreignEnvironment(owners: Owners, environment: string, organizationId: string, field: string): Fault[] {
  if (owners.get(environment) === organizationId) return [];
  return [
    {
      field,
      message: `${environment} is not an environment of organization ${organizationId}; import environments first`,
    },
  ];
}
