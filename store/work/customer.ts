import { sql } from 'kysely';
import { z } from 'zod';
import type { WorkResource } from '../../domain/work/item';
import type { WorkBy, WorkState } from '../../domain/work/states';
import { decodeCursor, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { isOver, locksAt, type Covered } from './conditions';

/** The maintenance that is due for a customer (S4). Instants are UTC ms. */
export interface DueMaintenance {
  readonly reference: string;
  readonly title: string;
  readonly resource: WorkResource;
  readonly state: WorkState;
  readonly by: WorkBy | null;
  readonly since: number;
  /** Of the window. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Until then the customer may do it; null when only the window does it. */
  readonly selfServiceUntil: number | null;
}

export interface DueMaintenanceRequest extends PageRequest, Covered {
  /** Only resources of these kinds; all when left out. */
  readonly kinds?: readonly string[] | undefined;
}

interface Row {
  readonly reference: string;
  readonly title: string;
  readonly id: string;
  readonly name: string | null;
  readonly kind: string | null;
  readonly environment: string | null;
  readonly state: WorkState;
  readonly by: WorkBy | null;
  readonly since: Date;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly locks_at: Date | null;
}

/** The start of the window (UTC ms), its reference, and the resource. */
const key = z.tuple([z.int().min(0).max(253_402_300_799_000), z.string().max(500), z.string().max(500)]);

/**
 * What is due, under way, failed or unknown on the resources that a token covers, by the start of the window; of announced windows
 * that are not over. The windows come first, each with its own rows of an index, so that neither the size of the inventory nor
 * what was done in former years counts.
 */
export async function dueMaintenance(db: Database, request: DueMaintenanceRequest): Promise<Page<DueMaintenance>> {
  const limit = limitOf(request);
  const { organizationId, environments, kinds } = request;
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor, key);
  const [startsAt, reference, resource] = after ?? [0, '', ''];
  const covered = (environment: string) =>
    sql<boolean>`(${environments === null}::boolean or ${sql.ref(environment)} = any (${environments ?? []}::text[]))`;
  // on the columns of one index, and the page's size before anything is joined: the rows come in order and few are read
  const wanted = sql<boolean>`(
    w.organization_id = ${organizationId} and w.window_reference = windows.reference
    and w.state in ('due', 'claimed', 'running', 'unknown', 'failed')
    -- of the window in which the page before ended only what comes after it
    and w.resource_id > case windows.reference when ${reference}::text then ${resource}::text else '' end
    and ${covered('w.environment_id')} and (${kinds === undefined}::boolean or w.kind = any (${kinds ?? []}::text[]))
  )`;
  const { rows } = await sql<Row>`
    with windows as materialized (
      select windows.reference, windows.title, windows.starts_at, windows.ends_at,
        case when p.self_service then ${locksAt} end as locks_at
      from work_plans p join windows on windows.reference = p.window_reference
        cross join lateral (select from work w where ${wanted} limit 1) one
      where windows.announced_at is not null and not ${isOver}
        and (windows.starts_at, windows.reference) >= (${new Date(startsAt)}::timestamptz, ${reference}::text)
      -- each has a row at least
      order by windows.starts_at, windows.reference limit ${limit + 1}
    ),
    page as materialized (
      select w.* from windows cross join lateral (
        select windows.*, w.resource_id as id, w.state, w.by, w.since
        from work w where ${wanted} order by w.organization_id, w.window_reference, w.resource_id limit ${limit + 1}
      ) w
      order by w.starts_at, w.reference, w.id limit ${limit + 1}
    )
    -- a resource that is no longer the organization's does not exist for it (T3), but counts for the size of the page
    select page.*, r.name, r.kind, r.environment_id as environment
    from page left join resources r on r.id = page.id and r.organization_id = ${organizationId} and ${covered('r.environment_id')}
    order by page.starts_at, page.reference, page.id
  `.execute(db);
  const page = pageOf(rows, limit, (row) => [row.starts_at.getTime(), row.reference, row.id], toDue);
  return { ...page, items: page.items.filter((item) => item !== undefined) };
}

function toDue(row: Row): DueMaintenance | undefined {
  const { reference, title, id, name, kind, environment, state, by } = row;
  if (name === null || kind === null || environment === null) return undefined;
  return {
    ...{ reference, title, resource: { id, name, kind, environment }, state, by },
    since: row.since.getTime(),
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    selfServiceUntil: row.locks_at?.getTime() ?? null,
  };
}
