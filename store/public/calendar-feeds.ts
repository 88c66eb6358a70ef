import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CalendarRevision } from '../../domain/channels/calendar';
import { KnownError } from '../../domain/shared/errors';
import type { AffectedResource, NoticeFacts } from '../../domain/notices/message';
import { STAFF_KINDS } from '../../domain/notices/notice-kinds';
import { DAY } from '../../domain/shared/time';
import { withoutMoved } from '../ledger/moved';
import type { Database } from '../database/database';
import { brandOfOrganization } from '../inventory/brands';

/**
 * Secret calendar feeds of organizations (C5). Anybody with the address can read the feed, so the address contains 256 random
 * bits.
 */

const SECRET_BYTES = 32;
/** Ended windows stay this long, so that a cancelled or moved date is shown as such. */
const KEPT_MS = 90 * DAY;
/** The maximum number of windows a feed lists: those that end last. */
const LISTED_MAX = 1_000;
/** The maximum number of feeds of an organization. */
const FEEDS_MAX = 50;

/** A feed as lists show it, without its secret. Instants are UTC ms. */
export interface CalendarFeedSummary {
  readonly id: string;
  readonly name: string;
  /** null: all of the organization's environments. */
  readonly environmentId: string | null;
  readonly createdAt: number;
  readonly rotatedAt: number | null;
}

/** A window as the organization was last told about it. */
export interface FeedEvent {
  readonly facts: NoticeFacts;
  readonly organization: { readonly id: string };
  readonly resources: readonly AffectedResource[];
  readonly revision: CalendarRevision;
}

export interface FeedContents {
  /** Of the organization. */
  readonly locale: string;
  /** The calendar's title: the feed's own name. */
  readonly name: string;
  /** Of its organization (P7); null: the default one. */
  readonly brand: string | null;
  /** By start. */
  readonly events: readonly FeedEvent[];
}

/**
 * Creates a feed and returns its secret, once. Throws KnownError `not-found` for an unknown organization and `invalid-body` for
 * another organization's environment, or one feed too many.
 */
export async function createCalendarFeed(
  db: Database,
  feed: { readonly organizationId: string; readonly name: string; readonly environmentId?: string | undefined },
): Promise<CalendarFeedSummary & { readonly secret: string }> {
  await checkFeed(db, feed);
  const secret = newSecret();
  const row = await db
    .insertInto('calendar_feeds')
    .values({
      id: randomUUID(),
      organization_id: feed.organizationId,
      environment_id: feed.environmentId ?? null,
      name: feed.name,
      secret_hash: hashOf(secret),
    })
    .returning(['id', 'name', 'environment_id', 'created_at', 'rotated_at'])
    .executeTakeFirstOrThrow();
  return { ...summaryOf(row), secret };
}

async function checkFeed(
  db: Database,
  { organizationId, environmentId }: { organizationId: string; environmentId?: string | undefined },
): Promise<void> {
  const { rows } = await sql<{ environment: boolean; feeds: number }>`
    select exists (select from environments where id = ${environmentId ?? null} and organization_id = o.id) as environment,
      (select count(*) from calendar_feeds where organization_id = o.id and revoked_at is null) as feeds
    from organizations o where o.id = ${organizationId}
  `.execute(db);
  const [known] = rows;
  if (!known) throw unknownOrganization(organizationId);
  if (environmentId !== undefined && !known.environment) {
    throw fault('environmentId', `is not an environment of ${organizationId}`);
  }
  if (known.feeds >= FEEDS_MAX) {
    throw fault('name', `would be feed ${String(known.feeds + 1)}; at most ${String(FEEDS_MAX)}: revoke one first`);
  }
}

function fault(field: string, message: string): KnownError {
  return new KnownError('invalid-body', `${field} ${message}.`, [{ field, message }]);
}

/** The same error for an organization that does not exist and for one that is not the caller's (T3). */
export function unknownOrganization(id: string): KnownError {
  return new KnownError('not-found', `There is no organization ${id}. GET /v1/inventory/organizations lists them.`);
}

/** The organization's active feeds, oldest first. Throws KnownError `not-found` for an unknown organization. */
export async function listCalendarFeeds(db: Database, organizationId: string): Promise<CalendarFeedSummary[]> {
  const rows = await db
    .selectFrom('calendar_feeds')
    .select(['id', 'name', 'environment_id', 'created_at', 'rotated_at'])
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  if (rows.length > 0) return rows.map(summaryOf);
  const known = await db.selectFrom('organizations').select('id').where('id', '=', organizationId).executeTakeFirst();
  if (!known) throw unknownOrganization(organizationId);
  return [];
}

/** Replaces the feed's secret; the old address stops working at once. Undefined when there is no such feed. */
export async function rotateCalendarFeed(
  db: Database,
  { organizationId, id }: FeedKey,
): Promise<(CalendarFeedSummary & { readonly secret: string }) | undefined> {
  const secret = newSecret();
  const row = await db
    .updateTable('calendar_feeds')
    .set((eb) => ({ secret_hash: hashOf(secret), rotated_at: eb.fn<Date>('now', []) }))
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name', 'environment_id', 'created_at', 'rotated_at'])
    .executeTakeFirst();
  return row && { ...summaryOf(row), secret };
}

/** Revokes a feed, once; undefined when there is none. */
export async function revokeCalendarFeed(
  db: Database,
  { organizationId, id }: FeedKey,
): Promise<'now' | 'before' | undefined> {
  const { numUpdatedRows } = await db
    .updateTable('calendar_feeds')
    .set((eb) => ({ revoked_at: eb.fn<Date>('now', []) }))
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return 'now';
  const known = await db
    .selectFrom('calendar_feeds')
    .select('id')
    .where('id', '=', id)
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return known && 'before';
}

/** `id` is a UUID. */
interface FeedKey {
  readonly organizationId: string;
  readonly id: string;
}

/**
 * What the feed with this secret shows: each window as the organization was last told about it, so that mail and feed agree; what it has
 * moved to another window (S8) is there alone. A
 * feed of one environment shows only that environment's resources. Undefined for an invalid secret. `now` is UTC ms.
 */
export async function readCalendarFeed(db: Database, secret: string, now: number): Promise<FeedContents | undefined> {
  const feed = await db
    .selectFrom('calendar_feeds')
    .innerJoin('organizations', 'organizations.id', 'calendar_feeds.organization_id')
    .select(['organization_id', 'environment_id', 'calendar_feeds.name', 'locale'])
    .where('secret_hash', '=', hashOf(secret))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!feed) return undefined;
  const { name, locale, organization_id: organizationId, environment_id: environmentId } = feed;
  const brand = await brandOfOrganization(db, organizationId);
  return { name, locale, brand, events: await readEvents(db, organizationId, environmentId, now) };
}

interface EventRow {
  readonly facts: NoticeFacts;
  readonly resources: AffectedResource[];
  readonly sequence: number;
  readonly revisedAt: Date | null;
}

async function readEvents(
  db: Database,
  organizationId: string,
  environmentId: string | null,
  now: number,
): Promise<FeedEvent[]> {
  const { rows } = await sql<EventRow>`
    with latest as (
      select distinct on (n.window_reference) n.facts, ${withoutMoved(sql.ref('s.resources'), sql.ref('n.window_reference'), organizationId)} as resources, s.calendar_sequence as sequence,
        s.calendar_revised_at as "revisedAt", w.starts_at, w.ends_at
      from notice_organizations s
        join notices n on n.id = s.notice_id
        join windows w on w.reference = n.window_reference
      where s.organization_id = ${organizationId} and n.kind <> all (${STAFF_KINDS})
        and w.ends_at > ${new Date(now - KEPT_MS)}
      order by n.window_reference, n.sequence desc
    ),
    own as (
      select l.*, ${environmentId === null ? sql`l.resources` : inEnvironment(environmentId)} as shown from latest l
    )
    select facts, shown as resources, sequence, "revisedAt" from own
    where jsonb_array_length(shown) > 0
    order by ends_at desc, starts_at desc, facts->>'reference' desc
    limit ${LISTED_MAX}
  `.execute(db);
  return rows.toReversed().map(({ facts, resources, sequence, revisedAt }) => ({
    facts,
    resources,
    organization: { id: organizationId },
    revision: { sequence, revisedAt: revisedAt?.getTime() ?? facts.now },
  }));
}

/** Decides by the inventory where it still has the resource; otherwise by the environment's name in the notice. */
function inEnvironment(environmentId: string) {
  return sql`(
    select coalesce(jsonb_agg(item order by place), '[]')
    from jsonb_array_elements(l.resources) with ordinality given(item, place)
      left join resources r on r.id = item->>'id'
    where r.environment_id = ${environmentId}
      or r.id is null and item->>'environment' = (select e.name from environments e where e.id = ${environmentId})
  )`;
}

function summaryOf(row: {
  id: string;
  name: string;
  environment_id: string | null;
  created_at: Date;
  rotated_at: Date | null;
}): CalendarFeedSummary {
  return {
    id: row.id,
    name: row.name,
    environmentId: row.environment_id,
    createdAt: row.created_at.getTime(),
    rotatedAt: row.rotated_at?.getTime() ?? null,
  };
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
