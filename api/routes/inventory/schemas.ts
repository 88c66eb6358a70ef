import { z } from 'zod';
import { CALENDAR_MODES } from '../../../domain/channels/calendar';
import { STAFF_ROLES } from '../../../domain/notices/staff-roles';
import { INVENTORY_TABLES, ROW_SCHEMAS, type InventoryTable, brandName } from '../../../store/inventory/import/rows';
import { StreamedBody } from '../../http/streams';
import { count } from '../../http/schemas';

/** A longer list comes as CSV or JSON Lines; it bounds what one request can make us hold. */
const MOST_ROWS = 200_000;

/** What became of one table's rows. */
export const importResultSchema = z
  .object({
    table: z.enum(INVENTORY_TABLES),
    dryRun: z.boolean().describe('nothing was changed'),
    created: count,
    updated: count,
    unchanged: count.describe('there already, the same in every field'),
    deleted: count.describe('what belonged to the removed rows is not counted'),
    deletionRefused: z.string().nullable().describe('why nothing was removed, when it should have been'),
    rejectedRows: count,
    rejected: z
      .array(
        z.object({
          line: count.describe("the file's line, or the row's place in the list from 1"),
          field: z.string(),
          message: z.string(),
        }),
      )
      .describe('the faults of the first 1,000 rejected rows'),
  })
  .meta({ id: 'ImportResult' });

export const importResultsSchema = z.object({ tables: z.array(importResultSchema) });

/** Rows are checked one by one, so that one fault does not reject the others; this is only the list around them. */
export const rowsSchema = z.union([z.array(z.unknown()).max(MOST_ROWS), z.instanceof(StreamedBody)], {
  error: `must be a list of at most ${String(MOST_ROWS)} rows, or CSV or JSON Lines with their Content-Type`,
});

const rows = z.array(z.unknown()).max(MOST_ROWS).optional();
export const tablesSchema = z.strictObject(
  Object.fromEntries(INVENTORY_TABLES.map((table) => [table, rows])) as Record<InventoryTable, typeof rows>,
);

/** What the documentation shows in place of the two above. */
export const documentedRows = (table: InventoryTable) => z.array(ROW_SCHEMAS[table]);
export const documentedTables = z.strictObject({
  locations: documentedRows('locations').optional(),
  organizations: documentedRows('organizations').optional(),
  environments: documentedRows('environments').optional(),
  contacts: documentedRows('contacts').optional(),
  resources: documentedRows('resources').optional(),
  staff: documentedRows('staff').optional(),
  staff_organizations: documentedRows('staff_organizations').optional(),
});

/** A row as lists answer it. */
export const LISTED = {
  locations: z.object({ path: z.string(), parent: z.string().nullable(), name: z.string() }),
  organizations: z.object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string(),
    maintenanceEmail: z.string().nullable(),
    maintenanceEveryDays: z.int().min(1).max(366).nullable().describe('promised: at most one window in so many days'),
    locale: z.string(),
    calendarMode: z.enum(CALENDAR_MODES),
    brand: brandName.nullable().describe('of the file of rules; null: the default one'),
  }),
  environments: z.object({ id: z.string(), organizationId: z.string(), name: z.string() }),
  contacts: z.object({
    id: z.string(),
    organizationId: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(z.string()),
    environments: z.array(z.string()).nullable(),
    wantsOptional: z.boolean(),
    locale: z.string().nullable(),
  }),
  resources: z.object({
    id: z.string(),
    organizationId: z.string(),
    environmentId: z.string(),
    location: z.string(),
    kind: z.string(),
    name: z.string(),
    labels: z.record(z.string(), z.string()),
    redundancyGroup: z.string().nullable(),
  }),
  staff: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(STAFF_ROLES) }),
  staff_organizations: z.object({ staffId: z.string(), organizationId: z.string() }),
} as const;
