import type { ComponentChildren } from 'preact';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import type { ListedRows } from '../../../store/inventory/inventory';
import { organizationHref } from '../list-parts';
import type { OperationName } from '../operations';

/** How the console shows a table of the inventory. */
interface ShownTable<R> {
  readonly title: string;
  /** What the table is for, and what to do while it is empty. */
  readonly about: string;
  readonly columns: readonly string[];
  /** As many as there are columns; the first one names the row. */
  readonly cells: (row: R) => readonly ComponentChildren[];
  /** Whether its rows belong to one organization. */
  readonly ofOrganization: boolean;
}

const organization = (id: string) => <a href={organizationHref(id)}>{id}</a>;
const joined = (words: readonly string[] | null, none: string) =>
  words === null || words.length === 0 ? none : words.join(', ');
const named = (name: string, id: string) => (
  <>
    {name} <span class="muted">{id}</span>
  </>
);

/** One row a table. */
export const SHOWN_TABLES: { readonly [T in InventoryTable]: ShownTable<ListedRows[T]> } = {
  organizations: {
    title: 'Organizations',
    about: 'Customers: whom windows affect and who is told.',
    columns: ['Organization', 'Central address', 'Time zone', 'Language', 'Calendar'],
    cells: (row) => [
      <>
        <a href={organizationHref(row.id)}>{row.name}</a> <span class="muted">{row.id}</span>
      </>,
      row.maintenanceEmail ?? '–',
      row.timeZone,
      row.locale,
      row.calendarMode,
    ],
    ofOrganization: false,
  },
  environments: {
    title: 'Environments',
    about: "Parts of a customer's resources, such as production and staging.",
    columns: ['Environment', 'Organization'],
    cells: (row) => [named(row.name, row.id), organization(row.organizationId)],
    ofOrganization: true,
  },
  contacts: {
    title: 'Contacts',
    about: 'People of customers, and what they are told of.',
    columns: ['Contact', 'Organization', 'Address', 'Roles', 'Environments', 'Language'],
    cells: (row) => [
      named(row.name, row.id),
      organization(row.organizationId),
      row.email,
      joined(row.roles, '–'),
      joined(row.environments, 'all'),
      row.locale ?? "the organization's",
    ],
    ofOrganization: true,
  },
  resources: {
    title: 'Resources',
    about: 'What stands where, and whose it is: a window affects those in its scope.',
    columns: ['Resource', 'Organization', 'Environment', 'Location', 'Kind', 'Redundancy group'],
    cells: (row) => [
      named(row.name, row.id),
      organization(row.organizationId),
      row.environmentId,
      row.location,
      row.kind,
      row.redundancyGroup ?? '–',
    ],
    ofOrganization: true,
  },
  locations: {
    title: 'Locations',
    about: 'Regions, datacenters and racks, each below the one before it.',
    columns: ['Location', 'Name', 'Within'],
    cells: (row) => [row.path, row.name, row.parent ?? '–'],
    ofOrganization: false,
  },
  staff: {
    title: 'Staff',
    about: "The provider's own people, and their part in the process.",
    columns: ['Person', 'Address', 'Role', 'Looks after'],
    cells: (row) => [
      named(row.name, row.id),
      row.email,
      row.role,
      <a key="after" href={`/console/inventory/staff_organizations?q=${encodeURIComponent(row.id)}`}>
        customers<span class="unseen"> of {row.name}</span>
      </a>,
    ],
    ofOrganization: false,
  },
  staff_organizations: {
    title: 'Who looks after whom',
    about: 'Who of the staff tells which customer, and answers for it.',
    columns: ['Person', 'Organization'],
    cells: (row) => [row.staffId, organization(row.organizationId)],
    ofOrganization: true,
  },
};

/** As the console names them, the ones asked for most first. */
export const TABLE_ORDER = Object.keys(SHOWN_TABLES) as readonly InventoryTable[];

export const tableHref = (table: InventoryTable) => `/console/inventory/${table}`;

/** The operation that a page of a table stands on. */
export const listOperation = (table: InventoryTable): OperationName => `GET /v1/inventory/${table}`;
export const importOperation = (table: InventoryTable): OperationName => `POST /v1/inventory/${table}`;
export const exportOperation = (table: InventoryTable): OperationName => `GET /v1/inventory/${table}/export`;
