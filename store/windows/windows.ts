import { sql, type SelectQueryBuilder } from 'kysely';
import type { AffectedResource } from '../../domain/notices/message';
import type { RfoText } from '../../domain/window/rfo-fields';
import type { RecordedEvent } from '../../domain/window/events';
import type { Phase, Visibility } from '../../domain/window/types';
import type { WindowView } from '../../domain/window/view';
import { decodeCursor, instantKey, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import { forCustomer, customerEvents } from '../../domain/public/customer-view';
import { containing } from '../database/like';
import type { Database } from '../database/database';
import { withoutMoved } from '../ledger/moved';
import { toJson } from '../database/json';
import { differenceFound, withDifference, type FoundDifference } from '../reconciling/differences';
import { readRecordedEvents, type EventsPart } from './recorded-events';
import type { Tables } from '../database/tables';
import { mayKnow, resourcesWithin, type Viewer } from './viewer';

/** A window as lists and pages show it. Instants are UTC ms. */
export interface WindowSummary {
  readonly view: WindowView;
  /** When customers were first told; null before. */
  readonly announcedAt: number | null;
  readonly updatedAt: number;
  /** The viewer's own affected resources as last told; empty for the provider. */
  readonly ownResources: readonly AffectedResource[];
}

/** All given filters must match; within a list, one match is enough. */
export interface WindowFilters {
  readonly phase?: readonly Phase[] | undefined;
  readonly class?: readonly string[] | undefined;
  readonly visibility?: Visibility | undefined;
  /** A path; matches work there or anywhere below it. */
  readonly location?: string | undefined;
  /** Planned starts from `from` on and before `to` (UTC ms). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly needsAttention?: boolean | undefined;
  /** The id of a change behind it in another system; for customers, of a public one. */
  readonly change?: string | undefined;
  /** Part of the title or the reference, ignoring case. */
  readonly q?: string | undefined;
}

/** The window; undefined when there is none, and when the viewer has not been told about it (T3). */
export async function getWindow(db: Database, reference: string, viewer: Viewer): Promise<WindowSummary | undefined> {
  const row = await selectWindows(db, viewer).where('windows.reference', '=', reference).executeTakeFirst();
  return row && toSummary(row, viewer);
}

/** The window's recorded phase, without regard to the viewer; undefined when it is not on record. */
export async function phaseOf(db: Database, reference: string): Promise<Phase | undefined> {
  const row = await db.selectFrom('windows').select('phase').where('reference', '=', reference).executeTakeFirst();
  return row?.phase as Phase | undefined;
}

/** Which planned start stands first; a page's cursor belongs to its order. */
export interface WindowOrder {
  readonly first?: 'latest' | 'soonest';
}

/** Windows by planned start, latest first. Throws KnownError for a cursor that no list returned. */
export async function listWindows(
  db: Database,
  filters: WindowFilters,
  page: PageRequest,
  viewer: Viewer,
  { first = 'latest' }: WindowOrder = {},
): Promise<Page<WindowSummary>> {
  const limit = limitOf(page);
  const direction = first === 'latest' ? 'desc' : 'asc';
  let query = filtered(selectWindows(db, viewer), filters, viewer)
    .orderBy('windows.starts_at', direction)
    .orderBy('windows.reference', direction)
    .limit(limit + 1);
  if (page.cursor !== undefined) {
    const [startsAt, reference] = decodeCursor(page.cursor, instantKey);
    const beyond = first === 'latest' ? sql`<` : sql`>`;
    query = query.where(
      sql<boolean>`(windows.starts_at, windows.reference) ${beyond} (${new Date(startsAt)}, ${reference})`,
    );
  }
  const rows = await query.execute();
  return pageOf(
    rows,
    limit,
    (row) => [row.starts_at.getTime(), row.reference],
    (row) => toSummary(row, viewer),
  );
}

interface SelectedWindow {
  readonly reference: string;
  readonly starts_at: Date;
  readonly announced_at: Date | null;
  readonly updated_at: Date;
  readonly view: WindowView;
  readonly own: AffectedResource[] | null;
  readonly difference: FoundDifference | null;
}

function selectWindows(db: Database, viewer: Viewer) {
  let query = db.selectFrom('windows').select(['reference', 'starts_at', 'announced_at', 'updated_at', 'view']);
  const known = mayKnow(viewer);
  if (known) query = query.where(known);
  if (viewer.organizationId === null) {
    return query.select([sql<AffectedResource[] | null>`null`.as('own'), differenceFound.as('difference')]);
  }
  return query.select(sql<null>`null`.as('difference')).select(ownResources(viewer.organizationId, viewer).as('own'));
}

/** The organization's resources in the window as it was last told them, without what it has moved away since; null without any. */
function ownResources(organizationId: string, viewer: Viewer) {
  const told = sql<AffectedResource[] | null>`(
    select resources from (
      select n.sequence, s.resources, 1 as rank from notice_organizations s join notices n on n.id = s.notice_id
      where n.window_reference = windows.reference and s.organization_id = ${organizationId}
      union all
      select n.sequence, s.resources, 1 from notice_untold s join notices n on n.id = s.notice_id
      where n.window_reference = windows.reference and s.organization_id = ${organizationId}
      union all
      select a.sequence, a.resources, 2 from webhook_audience a join webhook_endpoints e on e.id = a.endpoint_id
      where a.window_reference = windows.reference and e.organization_id = ${organizationId}
    ) told
    order by sequence desc, rank limit 1
  )`;
  const here = withoutMoved(told, sql.ref('windows.reference'), organizationId);
  return resourcesWithin(here, viewer);
}

function filtered<O>(query: SelectQueryBuilder<Tables, 'windows', O>, filters: WindowFilters, viewer: Viewer) {
  const { organizationId } = viewer;
  let narrowed = query;
  const { phase, class: classes, visibility, location, from, to, needsAttention, change, q } = filters;
  if (phase) narrowed = narrowed.where('phase', 'in', phase);
  if (classes) narrowed = narrowed.where(isOfClass(classes, viewer));
  if (visibility) narrowed = narrowed.where('visibility', '=', visibility);
  if (from !== undefined) narrowed = narrowed.where('starts_at', '>=', new Date(from));
  if (to !== undefined) narrowed = narrowed.where('starts_at', '<', new Date(to));
  if (needsAttention !== undefined) {
    // what needs the provider's attention is not a customer's to know
    const needs = organizationId === null ? sql`(needs_attention or ${differenceFound} is not null)` : sql`false`;
    narrowed = narrowed.where(sql<boolean>`${needs} = ${needsAttention}`);
  }
  if (location !== undefined) narrowed = narrowed.where(isAt(location, viewer));
  if (change !== undefined) {
    const wanted = toJson([{ id: change, ...(organizationId === null ? {} : { public: true }) }]);
    narrowed = narrowed.where(sql<boolean>`windows.view->'spec'->'references' @> ${wanted}::jsonb`);
  }
  if (q !== undefined) {
    const pattern = containing(q);
    narrowed = narrowed.where((eb) => eb.or([eb('title', 'ilike', pattern), eb('reference', 'ilike', pattern)]));
  }
  return narrowed;
}

/** One of the three finds what is like it, too; the provider's own names are not for customers (P6). */
function isOfClass(classes: readonly string[], { organizationId }: Viewer) {
  const own = organizationId === null ? sql`windows.view->'spec'->>'className'` : sql`null`;
  return sql<boolean>`(windows.class = any(${classes}) or ${own} = any(${classes}))`;
}

/** Work at the place or below it; for a customer only where its own resources are: the filter tells nothing of others' racks (T3). */
function isAt(location: string, viewer: Viewer) {
  const { organizationId } = viewer;
  const below = `${location}/`;
  if (organizationId !== null) {
    return sql<boolean>`exists (
      select from jsonb_array_elements(${ownResources(organizationId, viewer)}) own(resource)
      where resource ->> 'location' = ${location} or starts_with(resource ->> 'location', ${below})
    )`;
  }
  return sql<boolean>`exists (
    select from window_locations l where l.window_reference = windows.reference
      and (l.location = ${location} or starts_with(l.location, ${below}))
  )`;
}

function toSummary(row: SelectedWindow, viewer: Viewer): WindowSummary {
  const own = row.own ?? [];
  return {
    view: viewer.organizationId === null ? withDifference(row.view, row.difference) : forCustomer(row.view, own),
    announcedAt: row.announced_at?.getTime() ?? null,
    updatedAt: row.updated_at.getTime(),
    ownResources: own,
  };
}

/**
 * Everything that happened, in order; empty when there is no such window for the viewer. A customer sees what customers are
 * told, without names of staff, figures about others, or the scope; `part`: of all events, so it can hold less for them.
 */
export async function getTimeline(
  db: Database,
  reference: string,
  viewer: Viewer,
  part?: EventsPart,
): Promise<RecordedEvent[]> {
  const known = mayKnow(viewer, sql.ref('timeline.window_reference'));
  const events = await readRecordedEvents(db, reference, known, part);
  return viewer.organizationId === null ? events : events.flatMap(customerEvents);
}

/** A version of the RFO. Instants are UTC ms. */
export interface RfoVersion {
  readonly version: number;
  readonly state: 'preliminary' | 'final';
  readonly author: string;
  readonly draftedAt: number;
  readonly approvedBy: string | null;
  /** null while it is a draft. */
  readonly publishedAt: number | null;
  readonly text: RfoText;
}

/** Every version in order; a customer sees the published ones, without who wrote and approved them. */
export async function getRfos(db: Database, reference: string, viewer: Viewer): Promise<RfoVersion[]> {
  let query = db.selectFrom('rfo_versions').where('window_reference', '=', reference).orderBy('version').selectAll();
  const known = mayKnow(viewer, sql.ref('rfo_versions.window_reference'));
  if (known) query = query.where(known);
  if (viewer.organizationId !== null) query = query.where('published_at', 'is not', null);
  const rows = await query.execute();
  return rows.map((row) => ({
    version: row.version,
    state: row.state as RfoVersion['state'],
    author: viewer.organizationId === null ? row.author : '',
    draftedAt: row.drafted_at.getTime(),
    approvedBy: viewer.organizationId === null ? row.approved_by : null,
    publishedAt: row.published_at?.getTime() ?? null,
    text: row.text,
  }));
}
