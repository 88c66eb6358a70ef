import { sql } from 'kysely';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from './cursor';
import type { Database } from './database';

/** The inventory as lists, each by id. With an organization only what is its own, because others' does not exist (T3). */

export interface InventoryRequest extends PageRequest {
  readonly organizationId?: string | null | undefined;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly maintenanceEmail: string | null;
  readonly locale: string;
}

export async function listOrganizations(db: Database, request: InventoryRequest): Promise<Page<Organization>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('organizations')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (isOne(request.organizationId)) query = query.where('id', '=', request.organizationId);
  if (request.cursor !== undefined) query = query.where('id', '>', after(request.cursor));
  return pageOf(await query.execute(), limit, byId, (row) => ({
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    maintenanceEmail: row.maintenance_email,
    locale: row.locale,
  }));
}

export interface Environment {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
}

export async function listEnvironments(db: Database, request: InventoryRequest): Promise<Page<Environment>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('environments')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (isOne(request.organizationId)) query = query.where('organization_id', '=', request.organizationId);
  if (request.cursor !== undefined) query = query.where('id', '>', after(request.cursor));
  return pageOf(await query.execute(), limit, byId, (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
  }));
}

export interface Contact {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** null: all of the organization's. */
  readonly environments: readonly string[] | null;
}

export async function listContacts(db: Database, request: InventoryRequest): Promise<Page<Contact>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('contacts')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (isOne(request.organizationId)) query = query.where('organization_id', '=', request.organizationId);
  if (request.cursor !== undefined) query = query.where('id', '>', after(request.cursor));
  return pageOf(await query.execute(), limit, byId, (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    email: row.email,
    roles: row.roles,
    environments: row.environments,
  }));
}

export interface Resource {
  readonly id: string;
  readonly organizationId: string;
  readonly environmentId: string;
  readonly location: string;
  readonly kind: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export async function listResources(db: Database, request: InventoryRequest): Promise<Page<Resource>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('resources')
    .selectAll()
    .orderBy('id')
    .limit(limit + 1);
  if (isOne(request.organizationId)) query = query.where('organization_id', '=', request.organizationId);
  if (request.cursor !== undefined) query = query.where('id', '>', after(request.cursor));
  return pageOf(await query.execute(), limit, byId, (row) => ({
    id: row.id,
    organizationId: row.organization_id,
    environmentId: row.environment_id,
    location: row.location,
    kind: row.kind,
    name: row.name,
    labels: row.labels,
  }));
}

export interface Location {
  readonly path: string;
  readonly parent: string | null;
  readonly name: string;
}

/** With an organization: where it has resources, and what those places are part of. */
export async function listLocations(db: Database, request: InventoryRequest): Promise<Page<Location>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('locations')
    .selectAll()
    .orderBy('path')
    .limit(limit + 1);
  if (isOne(request.organizationId)) {
    query = query.where(sql<boolean>`exists (
      select from resources r where r.organization_id = ${request.organizationId}
        and (r.location = locations.path or starts_with(r.location, locations.path || '/'))
    )`);
  }
  if (request.cursor !== undefined) query = query.where('path', '>', after(request.cursor));
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.path],
    (row) => row,
  );
}

/** An organization was named; null and undefined mean all of them. */
function isOne(organizationId: string | null | undefined): organizationId is string {
  return typeof organizationId === 'string';
}

const byId = (row: { id: string }) => [row.id];

function after(cursor: string): string {
  return decodeCursor(cursor, textKey)[0];
}
