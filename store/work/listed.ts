import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { WorkCounts } from '../../activities/ports/work';
import type { WorkResource } from '../../domain/work/item';
import { WORK_STATE_NAMES, type SkipCause, type WorkBy, type WorkState } from '../../domain/work/states';
import { decodeCursor, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import type { Viewer } from '../windows/viewer';
import { isCovered } from './conditions';

/** The work on one resource as people read it. */
export interface ListedWork {
  readonly resource: WorkResource;
  readonly state: WorkState;
  readonly by: WorkBy | null;
  /** Under which name; null for customers, to whom the provider's people have none. */
  readonly who: string | null;
  readonly cause: SkipCause | null;
  /** How often it was claimed. */
  readonly attempt: number;
  /** UTC ms. */
  readonly since: number;
}

interface Row {
  readonly resource_id: string;
  readonly name: string;
  readonly kind: string;
  readonly environment_id: string;
  readonly place: number;
  readonly state: WorkState;
  readonly by: WorkBy | null;
  readonly who: string | null;
  readonly cause: SkipCause | null;
  readonly attempt: number;
  readonly since: Date;
}

/** The place of the environment in the order of the work, and the resource. */
const key = z.tuple([z.int32(), z.string().max(500)]);

const columns = sql`w.resource_id, w.name, w.kind, w.environment_id, w.place, w.state, w.by, w.who, w.cause, w.attempt, w.since`;

/** Whether the window has a work list, whoever may read it. */
export async function hasWork(db: Database, reference: string): Promise<boolean> {
  const found = db.selectFrom('work_plans').select('window_reference').where('window_reference', '=', reference);
  return (await found.executeTakeFirst()) !== undefined;
}

/**
 * What the viewer may see of a window's work, in the order of the work: customers their own resources that their token covers,
 * staff who are limited to organizations those of these (T3).
 */
export async function listWork(
  db: Database,
  { reference, states, ...page }: PageRequest & { reference: string; states?: readonly WorkState[] | undefined },
  viewer: Viewer,
): Promise<Page<ListedWork>> {
  const limit = limitOf(page);
  const after = page.cursor === undefined ? undefined : decodeCursor(page.cursor, key);
  const [place, resource] = after ?? [-1, ''];
  const { rows } = await sql<Row>`
    select ${columns} from work w
    where w.window_reference = ${reference} and ${isSeenBy(viewer)}
      and (${states === undefined}::boolean or w.state = any (${states ?? []}::text[]))
      and (w.place, w.resource_id collate "C") > (${place}::int, ${resource}::text collate "C")
    order by w.place, w.resource_id collate "C" limit ${limit + 1}
  `.execute(db);
  return pageOf(rows, limit, (row) => [row.place, row.resource_id], listedFor(viewer));
}

/** How many of the resources that the viewer may see are in each state. */
export async function countWorkFor(db: Database, reference: string, viewer: Viewer): Promise<WorkCounts> {
  const { rows } = await sql<{ state: WorkState; count: number }>`
    select w.state, count(*) as count from work w where w.window_reference = ${reference} and ${isSeenBy(viewer)} group by w.state
  `.execute(db);
  const counted = new Map(rows.map(({ state, count }) => [state, count]));
  return Object.fromEntries(WORK_STATE_NAMES.map((state) => [state, counted.get(state) ?? 0])) as WorkCounts;
}

/** The work on one resource; undefined when there is none that the viewer may see. */
export async function listedWork(
  db: Database,
  reference: string,
  resourceId: string,
  viewer: Viewer,
): Promise<ListedWork | undefined> {
  const { rows } = await sql<Row>`
    select ${columns} from work w
    where w.window_reference = ${reference} and w.resource_id = ${resourceId} and ${isSeenBy(viewer)}
  `.execute(db);
  return rows.map(listedFor(viewer))[0];
}

/** A resource that was not healthy before the work, and is due still; `reason` is for the provider's people. */
export interface UnhealthyWork {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** The first ones in the order of the work, of those that the viewer may see; customers are told of none. */
export async function unhealthyWork(
  db: Database,
  reference: string,
  viewer: Viewer,
  limit: number,
): Promise<UnhealthyWork[]> {
  if (viewer.organizationId !== null) return [];
  const { rows } = await sql<UnhealthyWork>`
    select w.resource_id as id, w.name, w.unhealthy as reason from work w
    where w.window_reference = ${reference} and w.state = 'due' and w.unhealthy is not null and ${isSeenBy(viewer)}
    order by w.place, w.resource_id collate "C" limit ${limit}
  `.execute(db);
  return rows;
}

/** The work on everything that was the organization's when the scope was last followed, in its order. */
export async function workOfOrganization(
  db: Database,
  reference: string,
  organizationId: string,
): Promise<Omit<ListedWork, 'who' | 'attempt'>[]> {
  const { rows } = await sql<Row>`
    select ${columns} from work w where w.window_reference = ${reference} and w.organization_id = ${organizationId}
    order by w.place, w.resource_id collate "C"
  `.execute(db);
  return rows.map(listedFor({ organizationId })).map(({ who: _who, attempt: _attempt, ...work }) => work);
}

function isSeenBy({ organizationId, organizations, environments }: Viewer): RawBuilder<boolean> {
  if (organizationId !== null) return isCovered({ organizationId, environments: environments ?? null });
  if (!organizations) return sql<boolean>`true`;
  const theirs = sql`${organizations}::text[]`;
  return sql<boolean>`(w.organization_id = any (${theirs}) and not exists (
    select from resources r where r.id = w.resource_id and r.organization_id <> all (${theirs})
  ))`;
}

function listedFor({ organizationId }: Pick<Viewer, 'organizationId'>) {
  return (row: Row): ListedWork => ({
    resource: { id: row.resource_id, name: row.name, kind: row.kind, environment: row.environment_id },
    ...{ state: row.state, by: row.by, who: organizationId === null ? row.who : null, cause: row.cause },
    ...{ attempt: row.attempt, since: row.since.getTime() },
  });
}
