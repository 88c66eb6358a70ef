import { addressForm, readableAddress } from '../../domain/delivery/address-form';
import { sql, type RawBuilder } from 'kysely';
import type { CalendarMode } from '../../domain/channels/calendar';
import { decodeCursor, limitOf, pageOf, textKey, textKeys, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { organizationsOf, type Viewer } from '../windows/viewer';
import type { InventoryTable } from './import/rows';

/**
 * Lists of the inventory, each ordered by id. With an organization, only that organization's rows: others do not exist for it
 * (T3).
 */

export interface InventoryRequest extends PageRequest, Partial<Viewer> {
  readonly narrowed?: InventoryFilters | undefined;
}

/** What a list is narrowed to. */
export interface InventoryFilters {
  /** What an id, a name or an address begins with, in any case. */
  readonly q?: string | undefined;
  /** Rows of this organization; of staff, those who look after it. */
  readonly organization?: string | undefined;
}

/** The row type of each list. */
export interface ListedRows {
  readonly locations: { readonly path: string; readonly parent: string | null; readonly name: string };
  readonly organizations: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly maintenanceEmail: string | null;
    readonly maintenanceEveryDays: number | null;
    readonly locale: string;
    readonly calendarMode: CalendarMode;
    /** null: the default one. */
    readonly brand: string | null;
  };
  readonly environments: { readonly id: string; readonly organizationId: string; readonly name: string };
  readonly contacts: {
    readonly id: string;
    readonly organizationId: string;
    readonly name: string;
    readonly email: string;
    readonly roles: readonly string[];
    /** null: all of the organization's environments. */
    readonly environments: readonly string[] | null;
    readonly wantsOptional: boolean;
    /** null: the organization's locale. */
    readonly locale: string | null;
  };
  readonly resources: {
    readonly id: string;
    readonly organizationId: string;
    readonly environmentId: string;
    readonly location: string;
    readonly kind: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly redundancyGroup: string | null;
  };
  readonly staff: { readonly id: string; readonly name: string; readonly email: string; readonly role: string };
  readonly staff_organizations: { readonly staffId: string; readonly organizationId: string };
}

interface Listing<R> {
  /** The columns, named like the row's fields. */
  readonly columns: RawBuilder<unknown>;
  /** The columns of the key, in the order of the list. */
  readonly key: readonly string[];
  readonly keyOf: (row: R) => readonly string[];
  /** A condition that selects the organization's own rows. */
  readonly own: (organizations: readonly string[]) => RawBuilder<unknown>;
  /** True for rows that belong to one of the environments. */
  readonly within: (environments: readonly string[]) => RawBuilder<unknown>;
  /** The columns that are looked through; migration 0028 has their indexes where a table is large. */
  readonly searched: readonly string[];
}

const byId = { key: ['id'], keyOf: (row: { id: string }) => [row.id] } as const;
const itsOwn = (ids: readonly string[]) => sql`organization_id = any (${ids}::text[])`;
const nothing = () => sql`false`;

/** The places of resources, and what those places are part of. */
const placesWhere = (condition: RawBuilder<unknown>) => sql`path in (
  select array_to_string((string_to_array(place.location, '/'))[1:part], '/')
  from (select distinct location from resources where ${condition}) place,
    generate_series(1, cardinality(string_to_array(place.location, '/'))) part
)`;

const LISTINGS: { readonly [T in InventoryTable]: Listing<ListedRows[T]> } = {
  // locations with resources of the organization, and their parents
  locations: {
    columns: sql`path, parent, name`,
    key: ['path'],
    keyOf: (row) => [row.path],
    own: (ids) => placesWhere(itsOwn(ids)),
    within: (ids) => placesWhere(sql`environment_id = any (${ids}::text[])`),
    searched: ['path', 'name'],
  },
  organizations: {
    ...byId,
    columns: sql`id, name, time_zone as "timeZone", maintenance_email as "maintenanceEmail", locale,
      maintenance_every_days as "maintenanceEveryDays", calendar_mode as "calendarMode", brand`,
    own: (ids) => sql`id = any (${ids}::text[])`,
    within: () => sql`true`,
    searched: ['id', 'name'],
  },
  environments: {
    ...byId,
    columns: sql`id, organization_id as "organizationId", name`,
    own: itsOwn,
    within: (ids) => sql`id = any (${ids}::text[])`,
    searched: ['id', 'name'],
  },
  contacts: {
    ...byId,
    columns: sql`id, organization_id as "organizationId", name, email, roles, environments,
      wants_optional as "wantsOptional", locale`,
    own: itsOwn,
    within: nothing,
    searched: ['id', 'name', 'email'],
  },
  resources: {
    ...byId,
    columns: sql`id, organization_id as "organizationId", environment_id as "environmentId", location, kind, name, labels,
      redundancy_group as "redundancyGroup"`,
    own: itsOwn,
    within: (ids) => sql`environment_id = any (${ids}::text[])`,
    searched: ['id', 'name'],
  },
  staff: {
    ...byId,
    columns: sql`id, name, email, role`,
    own: (ids) => sql`id in (select staff_id from staff_organizations where ${itsOwn(ids)})`,
    within: nothing,
    searched: ['id', 'name', 'email'],
  },
  staff_organizations: {
    columns: sql`staff_id as "staffId", organization_id as "organizationId"`,
    key: ['staff_id', 'organization_id'],
    keyOf: (row) => [row.staffId, row.organizationId],
    own: itsOwn,
    within: nothing,
    searched: ['staff_id', 'organization_id'],
  },
};

/** One page of a table. Throws KnownError for a cursor that no list returned. */
export async function listInventory<T extends InventoryTable>(
  db: Database,
  table: T,
  request: InventoryRequest,
): Promise<Page<ListedRows[T]>> {
  const { key, keyOf } = LISTINGS[table];
  const limit = limitOf(request);
  const after =
    request.cursor === undefined ? undefined : decodeCursor(request.cursor, key.length === 1 ? textKey : textKeys);
  const rows = await rowsAfter(db, table, after, limit + 1, { organizationId: null, ...request }, request.narrowed);
  return pageOf(rows, limit, keyOf, (row) => row);
}

/** Rows read at once for an export. */
const CHUNK = 5_000;

/**
 * Every row of a table by its key, in chunks, so that nobody has to hold all of them. Each chunk is a query of its own: while
 * the reader takes its time no connection, transaction or snapshot waits for it (T8). A row that is there all the while comes
 * once; one that is made, changed or removed meanwhile comes as it was before or after, or not at all.
 */
export async function* readInventory<T extends InventoryTable>(
  db: Database,
  table: T,
  viewer: Viewer,
): AsyncGenerator<readonly ListedRows[T][]> {
  const { keyOf } = LISTINGS[table];
  for (let after: readonly string[] | undefined; ;) {
    const rows = await rowsAfter(db, table, after, CHUNK, viewer);
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNK) return;
    after = keyOf(last);
  }
}

async function rowsAfter<T extends InventoryTable>(
  db: Database,
  table: T,
  after: readonly string[] | undefined,
  limit: number,
  viewer: Viewer,
  { q, organization }: InventoryFilters = {},
): Promise<ListedRows[T][]> {
  const { own } = LISTINGS[table];
  const theirs = isTheirs(table, viewer);
  const narrowed = organization === undefined ? undefined : own([organization]);
  const request = { after, limit, theirs: narrowed ? sql`${theirs} and ${narrowed}` : theirs };
  const isOfAll = narrowed === undefined && !organizationsOf(viewer) && !viewer.environments;
  if (q !== undefined && isOfAll) return rowsFound(db, table, q, request);
  const found = q === undefined ? [] : [beginsWith(LISTINGS[table].searched, q)];
  return select(db, table, { ...request, conditions: found });
}

interface RowsRequest {
  readonly after: readonly string[] | undefined;
  readonly limit: number;
  readonly theirs: RawBuilder<unknown>;
}

/** Rows looked at in the list's order before the indexes of what is searched are. */
const AT_FIRST = 2_000;

/**
 * Of a large table. What fits nearly every row is found at once among the next ones; what fits few, or many that stand far behind, by the
 * indexes of migration 0028. The planner cannot know which it is: where ids and names are alike it took the list's order to the end.
 */
async function rowsFound<T extends InventoryTable>(
  db: Database,
  table: T,
  q: string,
  { after, limit, theirs }: RowsRequest,
): Promise<ListedRows[T][]> {
  const { key, searched } = LISTINGS[table];
  const order = keyColumns(key);
  const among = sql`(
    select * from ${sql.table(table)} where ${isAfter(key, after)} and ${theirs} order by ${order} limit ${AT_FIRST}
  ) as next_ones`;
  const first = await select(db, table, { after, limit, theirs, among, conditions: [beginsWith(searched, q)] });
  if (first.length === limit) return first;
  return select(db, table, { after: undefined, limit, theirs, conditions: [isFound(table, q, after, limit)] });
}

/** Whether the row is among the first that begin so, each column by its own index. */
function isFound(
  table: InventoryTable,
  q: string,
  after: readonly string[] | undefined,
  limit: number,
): RawBuilder<unknown> {
  return sql`(${keyColumns(LISTINGS[table].key)}) in (${foundQuery(table, q, after, limit)})`;
}

/** The keys of the first rows that begin so, also for `explain` in tests. */
export function foundQuery(
  table: InventoryTable,
  q: string,
  after: readonly string[] | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { key, searched } = LISTINGS[table];
  const order = keyColumns(key);
  const branches = searched.map(
    // without an order of its own: the planner would take the key's, and read to the end of the table
    (column) =>
      sql`select ${order} from ${sql.table(table)} where ${beginsWith([column], q)} and ${isAfter(key, after)}`,
  );
  return sql`select ${order} from (${sql.join(branches, sql` union `)}) found order by ${order} limit ${limit}`;
}

const keyColumns = (key: readonly string[]) => sql.raw(key.join(', '));
const isAfter = (key: readonly string[], after: readonly string[] | undefined) =>
  after === undefined ? sql`true` : sql`(${keyColumns(key)}) > (${sql.join(after)})`;

interface Selected extends RowsRequest {
  readonly conditions: readonly RawBuilder<unknown>[];
  /** Where rows are taken from; the table when left out. */
  readonly among?: RawBuilder<unknown>;
}

async function select<T extends InventoryTable>(
  db: Database,
  table: T,
  { after, limit, theirs, conditions, among = sql`${sql.table(table)}` }: Selected,
): Promise<ListedRows[T][]> {
  const { columns, key } = LISTINGS[table];
  const all = [theirs, isAfter(key, after), ...conditions];
  const { rows } = await sql<ListedRows[T]>`
    select ${columns} from ${among} where ${sql.join(all, sql` and `)} order by ${keyColumns(key)} limit ${limit}
  `.execute(db);
  return rows.map(readable);
}

/** Whether one of the columns begins so. */
function beginsWith(columns: readonly string[], q: string): RawBuilder<unknown> {
  const starts = [...new Set([q, addressForm(q)])].map((text) => `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`);
  const fits = columns.flatMap((column) => starts.map((start) => sql`lower(${sql.ref(column)}) like ${start}`));
  return sql`(${sql.join(fits, sql` or `)})`;
}

/** Which rows of a table there are for the viewer (T3); the table stands alone in its `from`. */
export function isTheirs(table: InventoryTable, viewer: Viewer): RawBuilder<unknown> {
  const { own, within } = LISTINGS[table];
  const ids = organizationsOf(viewer);
  const conditions = [...(ids ? [own(ids)] : []), ...(viewer.environments ? [within(viewer.environments)] : [])];
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/** Addresses in their readable form. */
function readable<R extends object>(row: R): R {
  const shown = (['email', 'maintenanceEmail'] as const).flatMap((field) => {
    const address = (row as Partial<Record<typeof field, string | null>>)[field];
    return typeof address === 'string' ? [[field, readableAddress(address)] as const] : [];
  });
  return shown.length === 0 ? row : { ...row, ...Object.fromEntries(shown) };
}
