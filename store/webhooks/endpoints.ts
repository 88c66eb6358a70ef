import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { KnownError } from '../../domain/shared/errors';
import type { WebhookType } from '../../domain/channels/webhooks';
import { decodeCursor, limitOf, pageOf, textKey, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { inTransaction } from '../database/transaction';
import type { ENDPOINT_STATES } from '../database/tables/channels';
import type { SecretBox } from '../database/secret-box';
import type { Viewer } from '../windows/viewer';
import { abandonOpen } from './queue';
import { newSecret, sealFor } from './secrets';
import { optional } from '../../domain/shared/optional';

/** A customer's endpoint as lists show it, without its secret. Instants are UTC ms. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly organizationId: string;
  readonly url: string;
  readonly description: string | null;
  /** null: all event types. */
  readonly eventTypes: WebhookType[] | null;
  readonly state: (typeof ENDPOINT_STATES)[number];
  readonly disabledReason: string | null;
  readonly disabledAt: number | null;
  /** Since when no delivery has succeeded; null while it works. */
  readonly failingSince: number | null;
  /** Until when the previous secret signs as well. */
  readonly previousSecretUntil: number | null;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** The settings of an endpoint; undefined values stay unchanged. */
export interface EndpointChange {
  readonly url?: string | undefined;
  readonly description?: string | null | undefined;
  readonly eventTypes?: readonly WebhookType[] | null | undefined;
}

export interface NewEndpoint extends EndpointChange {
  readonly organizationId: string;
  readonly url: string;
  readonly createdBy: string;
}

/** Every event is posted to every endpoint, so a larger number is a mistake in a script. */
export const MOST_ENDPOINTS = 20;

/**
 * Creates an endpoint and returns its secret, once. Throws KnownError `invalid-body` for an unknown organization and
 * `too-many-endpoints` when it has the maximum.
 */
export async function createEndpoint(
  db: Database,
  box: SecretBox,
  endpoint: NewEndpoint,
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const { organizationId, url, description, eventTypes, createdBy } = endpoint;
  const id = randomUUID();
  const secret = newSecret();
  await inTransaction(db, async (trx) => {
    // one at a time, so that two requests cannot both create the last one; counted once the lock is held
    const owner = await sql`select from organizations where id = ${organizationId} for update`.execute(trx);
    if (owner.rows.length === 0) throw unknownOrganization();
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from webhook_endpoints where organization_id = ${organizationId} and deleted_at is null
    `.execute(trx);
    if ((rows[0]?.count ?? 0) >= MOST_ENDPOINTS) {
      throw new KnownError(
        'too-many-endpoints',
        `${organizationId} has ${String(MOST_ENDPOINTS)} endpoints, which is as many as an organization can have. Delete one, or change one.`,
      );
    }
    await trx
      .insertInto('webhook_endpoints')
      .values({
        id,
        organization_id: organizationId,
        url,
        description: description ?? null,
        event_types: eventTypes ? [...eventTypes] : null,
        secret: sealFor(box, id, secret),
        created_by: createdBy,
      })
      .execute();
  });
  return { endpoint: await existing(db, id, { organizationId }), secret };
}

function unknownOrganization(): KnownError {
  const message = 'is not an organization of the inventory';
  return new KnownError('invalid-body', `organizationId ${message}.`, [{ field: 'organizationId', message }]);
}

/** By id; a customer sees its own only. */
export async function listEndpoints(
  db: Database,
  { organizationId }: { readonly organizationId?: string | undefined },
  request: PageRequest,
  viewer: Viewer,
): Promise<Page<WebhookEndpoint>> {
  const limit = limitOf(request);
  let query = select(db, viewer)
    .orderBy(sql`id::text`)
    .limit(limit + 1);
  if (organizationId !== undefined) query = query.where('organization_id', '=', organizationId);
  if (request.cursor !== undefined) {
    query = query.where(sql<boolean>`id::text > ${decodeCursor(request.cursor, textKey)[0]}`);
  }
  return pageOf(await query.execute(), limit, (row) => [row.id], toEndpoint);
}

/** Undefined when there is none and when it is another organization's (T3). `id` is a UUID. */
export async function getEndpoint(db: Database, id: string, viewer: Viewer): Promise<WebhookEndpoint | undefined> {
  const row = await select(db, viewer).where('id', '=', id).executeTakeFirst();
  return row && toEndpoint(row);
}

/** The changed endpoint; undefined when there is none for the viewer. */
export async function changeEndpoint(
  db: Database,
  id: string,
  { url, description, eventTypes }: EndpointChange,
  viewer: Viewer,
): Promise<WebhookEndpoint | undefined> {
  const change = {
    ...optional({ url, description }),
    ...(eventTypes === undefined ? {} : { event_types: eventTypes && [...eventTypes] }),
  };
  if (Object.keys(change).length > 0 && (await getEndpoint(db, id, viewer))) {
    await db.updateTable('webhook_endpoints').set(change).where('id', '=', id).execute();
  }
  return getEndpoint(db, id, viewer);
}

/**
 * Creates a new secret; the previous one goes on signing for that time. Undefined when there is no such endpoint for the
 * viewer.
 */
export async function rotateSecret(
  db: Database,
  box: SecretBox,
  { id, overlapMs }: { readonly id: string; readonly overlapMs: number },
  viewer: Viewer,
): Promise<{ endpoint: WebhookEndpoint; secret: string } | undefined> {
  if (!(await getEndpoint(db, id, viewer))) return undefined;
  const secret = newSecret();
  await sql`
    update webhook_endpoints set previous_secret = secret, secret = ${sealFor(box, id, secret)},
      previous_until = clock_timestamp() + ${overlapMs} * interval '1 millisecond'
    where id = ${id}
  `.execute(db);
  return { endpoint: await existing(db, id, viewer), secret };
}

/** Enables it from the next event on; undefined when there is no such endpoint for the viewer. */
export async function enableEndpoint(db: Database, id: string, viewer: Viewer): Promise<WebhookEndpoint | undefined> {
  if (!(await getEndpoint(db, id, viewer))) return undefined;
  await db
    .updateTable('webhook_endpoints')
    .set({ state: 'active', disabled_reason: null, disabled_at: null, failing_since: null })
    .where('id', '=', id)
    .where('state', '=', 'disabled')
    .execute();
  return getEndpoint(db, id, viewer);
}

/** Deletes it; its deliveries stay on record, its secrets do not. False when there is no such endpoint for the viewer. */
export async function deleteEndpoint(db: Database, id: string, viewer: Viewer): Promise<boolean> {
  if (!(await getEndpoint(db, id, viewer))) return false;
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable('webhook_endpoints')
      .set((eb) => ({ deleted_at: eb.fn<Date>('now', []), secret: '', previous_secret: null, previous_until: null }))
      .where('id', '=', id)
      .execute();
    await abandonOpen(trx, id);
  });
  return true;
}

function select(db: Database, { organizationId }: Viewer) {
  const query = db
    .selectFrom('webhook_endpoints')
    .select(['id', 'organization_id', 'url', 'description', 'event_types', 'state', 'disabled_reason', 'disabled_at'])
    .select(['failing_since', 'created_by', 'created_at'])
    .select(sql<Date | null>`case when previous_until > clock_timestamp() then previous_until end`.as('previous_until'))
    .where('deleted_at', 'is', null);
  return organizationId === null ? query : query.where('organization_id', '=', organizationId);
}

type EndpointRow = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function toEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    organizationId: row.organization_id,
    url: row.url,
    description: row.description,
    eventTypes: row.event_types as WebhookType[] | null,
    state: row.state,
    disabledReason: row.disabled_reason,
    disabledAt: row.disabled_at?.getTime() ?? null,
    failingSince: row.failing_since?.getTime() ?? null,
    previousSecretUntil: row.previous_until?.getTime() ?? null,
    createdBy: row.created_by,
    createdAt: row.created_at.getTime(),
  };
}

async function existing(db: Database, id: string, viewer: Viewer): Promise<WebhookEndpoint> {
  const endpoint = await getEndpoint(db, id, viewer);
  if (!endpoint) throw new Error(`the webhook endpoint ${id} was deleted while it was being changed`);
  return endpoint;
}

/** Whether there is any active endpoint. */
export async function hasEndpoints(db: Database): Promise<boolean> {
  const row = await db
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('state', '=', 'active')
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
