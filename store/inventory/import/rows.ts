import { STAFF_ROLES } from '../../../domain/notices/staff-roles';
import { z } from 'zod';
import { CALENDAR_MODES, DEFAULT_CALENDAR_MODE } from '../../../domain/channels/calendar';
import { line } from '../../../domain/shared/fields';
import { addressForm } from '../../../domain/delivery/address-form';
import { addressFault } from '../../../domain/delivery/mail-address';
import { locationPath } from '../../../domain/planning/scope';
import { isTimeZone } from '../../../domain/shared/time-zone';

/** The rows of an inventory in JSON or CSV. These zod schemas are the only source of their rules. */

/** In the order of their dependencies. */
export const INVENTORY_TABLES = [
  'locations',
  'organizations',
  'environments',
  'contacts',
  'resources',
  'staff',
  'staff_organizations',
] as const;
export type InventoryTable = (typeof INVENTORY_TABLES)[number];

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]*$/i, 'must be letters, digits, ".", "_", ":" or "-", such as srv-1042')
  .max(200);

/** Of a mail; stored in one form. */
export const address = z
  .string()
  .superRefine((value, context) => {
    const fault = addressFault(value);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  })
  // addresses are stored in one form, so that two spellings are one person
  .overwrite(addressForm);

export const timeZone = line(100).refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin');

const word = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case words joined by "-", such as ops-alert')
  .max(100);
const labels = z.record(line(100), line(200)).default({});
export const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as en or de-AT');

export const brandName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be the name of a brand in the file of rules, such as acme');

/** `name` defaults to the last part of the path; missing parents are created along with it. */
const location = z.strictObject({ path: locationPath, name: line(200).optional() });

const organization = z.strictObject({
  id,
  name: line(200),
  timeZone,
  maintenanceEmail: address.nullish().describe('the central maintenance address'),
  locale: locale.default('en'),
  maintenanceEveryDays: z
    .int()
    .min(1)
    .max(366)
    .nullish()
    .describe('promised: at most one window in so many days; a plan that breaks it is refused (L9)'),
  calendarMode: z
    .enum(CALENDAR_MODES)
    .default(DEFAULT_CALENDAR_MODE)
    .describe(
      'how mails carry the calendar event: `data` for programs, `publish` into calendars, `invite` with an answer, or `none`',
    ),
  brand: brandName
    .nullish()
    .describe('as which brand of the file of rules the organization is written to; the default one when left out'),
});

const environment = z.strictObject({ id, organizationId: id, name: line(200) });

const contact = z.strictObject({
  id,
  organizationId: id,
  name: line(200),
  email: address,
  roles: z.array(word).max(50).default([]).describe('maintenance and ops-alert are told of every window'),
  environments: z
    .array(id)
    .max(1_000)
    .nullish()
    .describe("whose work concerns this contact; all of the organization's when left out"),
  wantsOptional: z
    .boolean()
    .default(true)
    .describe('false: no progress updates on public windows; everything else comes all the same'),
  locale: locale.nullish().describe("the organization's when left out"),
});

const resource = z.strictObject({
  id,
  organizationId: id,
  environmentId: id,
  location: locationPath,
  kind: word,
  name: line(200),
  labels,
  redundancyGroup: id.nullish().describe('resources of one group stand in for each other'),
});

const staff = z.strictObject({ id, name: line(200), email: address, role: z.enum(STAFF_ROLES) });

/** Which staff member looks after which customer (N12). */
const staffOrganization = z.strictObject({ staffId: id, organizationId: id });

/** One schema for each table, for import, API and documentation. */
export const ROW_SCHEMAS = {
  locations: location,
  organizations: organization,
  environments: environment,
  contacts: contact,
  resources: resource,
  staff,
  staff_organizations: staffOrganization,
} as const;

/** A row after validation by its table's schema. */
export type InventoryRow<T extends InventoryTable> = z.output<(typeof ROW_SCHEMAS)[T]>;

/** The key of a row within its table, and the field that its faults name. */
export function keyOf(row: InventoryRow<InventoryTable>): { readonly field: string; readonly key: string } {
  if ('path' in row) return { field: 'path', key: row.path };
  if ('staffId' in row) return { field: 'organizationId', key: `${row.staffId} ${row.organizationId}` };
  return { field: 'id', key: row.id };
}
