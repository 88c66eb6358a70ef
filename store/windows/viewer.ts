import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../database/database';
import { isNoPage } from '../ledger/page-organizations';

/**
 * Who is reading (T3): the provider's own people (`organizationId` null), or a customer organization, for which other customers'
 * data do not exist. A token can be limited further; what lies outside does not exist for it either.
 */
export interface Viewer {
  readonly organizationId: string | null;
  /** Staff alone: the only organizations whose data there are; null or left out: all. */
  readonly organizations?: readonly string[] | null;
  /** Customers alone: the only environments there are; null or left out: all of the organization's. */
  readonly environments?: readonly string[] | null;
}

/** The organizations whose data the viewer may read; null: all. */
export function organizationsOf({ organizationId, organizations }: Viewer): readonly string[] | null {
  return organizationId === null ? (organizations ?? null) : [organizationId];
}

/** Whether the viewer may know of a window; undefined where it may know of all. `reference` is the column that names the window. */
export function mayKnow(
  viewer: Viewer,
  reference: RawBuilder<unknown> = sql.ref('windows.reference'),
): RawBuilder<boolean> | undefined {
  const ids = organizationsOf(viewer);
  if (!ids) return undefined;
  if (viewer.organizationId === null) {
    return sql<boolean>`(${isTouchedBy(reference, ids)} or ${isToldOf(ids, reference, null)})`;
  }
  return isToldOf(ids, reference, viewer.environments ?? null);
}

/** The window's scope takes in resources of one of the organizations. */
function isTouchedBy(reference: RawBuilder<unknown>, ids: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from window_organizations o where o.window_reference = ${reference} and o.organization_id = any (${ids}::text[])
  )`;
}

/**
 * One of the organizations got a notice of the window, was meant to get one but could not be mailed (N13), or was told about it by
 * webhook; with environments, about resources in one of them.
 */
function isToldOf(
  ids: readonly string[],
  reference: RawBuilder<unknown>,
  environments: readonly string[] | null,
): RawBuilder<boolean> {
  const about = environments ? sql`and ${hasResourceIn(environments)}` : sql``;
  return sql<boolean>`(exists (
    select from notices n join notice_organizations s on s.notice_id = n.id
    where n.window_reference = ${reference} and s.organization_id = any (${ids}::text[]) ${about}
  ) or exists (
    select from notices n join notice_untold s on s.notice_id = n.id
    where n.window_reference = ${reference} and s.organization_id = any (${ids}::text[]) ${about}
  ) or exists (
    select from webhook_audience s join webhook_endpoints e on e.id = s.endpoint_id
    where s.window_reference = ${reference} and e.organization_id = any (${ids}::text[]) ${about}
  ))`;
}

/** Resources on record carry the name of their environment, as customers were told it. */
function hasResourceIn(environments: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from jsonb_array_elements(s.resources) told(resource)
    where told.resource->>'environment' in (${namesOf(environments)})
  )`;
}

/** Of resources on record, those in the environments; all of them without such a limit. */
export function resourcesWithin<T>(resources: RawBuilder<T>, { environments }: Viewer): RawBuilder<T> {
  if (!environments) return resources;
  return sql<T>`(
    select jsonb_agg(told.resource) from jsonb_array_elements(${resources}) told(resource)
    where told.resource->>'environment' in (${namesOf(environments)})
  )`;
}

function namesOf(environments: readonly string[]): RawBuilder<unknown> {
  return sql`select e.name from environments e where e.id = any (${environments}::text[])`;
}

/** Whether a notice of the window went, or should have gone, to other organizations than these. */
export async function hasToldOthers(db: Database, reference: string, ids: readonly string[]): Promise<boolean> {
  const others = sql`s.organization_id <> all (${ids}::text[]) and ${isNoPage(sql`s.organization_id`)}`;
  const { rows } = await sql<{ hasOthers: boolean }>`
    select exists (
      select from notices n join notice_organizations s on s.notice_id = n.id
      where n.window_reference = ${reference} and ${others}
    ) or exists (
      select from notices n join notice_untold s on s.notice_id = n.id where n.window_reference = ${reference} and ${others}
    ) as "hasOthers"
  `.execute(db);
  return rows[0]?.hasOthers ?? false;
}
