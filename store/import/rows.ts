import { z } from 'zod';
import { line } from '../../domain/fields';
import { addressFault } from '../../domain/mail-address';
import { locationPath } from '../../domain/scope';

/** The rows of an inventory as people and scripts write them, in JSON or CSV. zod is the single source of a rule. */

/** In the order they depend on each other. */
export const INVENTORY_TABLES = ['locations', 'organizations', 'environments', 'contacts', 'resources'] as const;
export type InventoryTable = (typeof INVENTORY_TABLES)[number];

const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._:-]*$/i, 'must be letters, digits, ".", "_", ":" or "-", such as srv-1042')
  .max(200);

const address = z.string().superRefine((value, context) => {
  const fault = addressFault(value);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

const timeZone = line(100).refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin');

/** An offset such as +01:00 is no zone: it knows no summer time. */
function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

const word = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be lower-case words joined by "-", such as ops-alert')
  .max(100);
const labels = z.record(line(100), line(200)).default({});

/** `name` is the last part of the path when left out; missing parents are made along with it. */
const location = z.strictObject({ path: locationPath, name: line(200).optional() });

const organization = z.strictObject({
  id,
  name: line(200),
  timeZone,
  maintenanceEmail: address.nullish().describe('the central maintenance address'),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag, such as en or de-AT')
    .default('en'),
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
});

const resource = z.strictObject({
  id,
  organizationId: id,
  environmentId: id,
  location: locationPath,
  kind: word,
  name: line(200),
  labels,
});

/** One schema a table, for import, API and its documentation alike. */
export const ROW_SCHEMAS = {
  locations: location,
  organizations: organization,
  environments: environment,
  contacts: contact,
  resources: resource,
} as const;

/** A row the table's schema has read. */
export type InventoryRow<T extends InventoryTable> = z.output<(typeof ROW_SCHEMAS)[T]>;
