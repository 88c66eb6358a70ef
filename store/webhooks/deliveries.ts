import { randomUUID } from 'node:crypto';
import { toIso } from '../../domain/shared/time';
import { TEST_TYPE, type WebhookType } from '../../domain/channels/webhooks';
import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import type { WEBHOOK_STATES } from '../database/tables/channels';

/** A webhook and its result. Instants are UTC ms. */
export interface WebhookDelivery {
  readonly id: number;
  /** The id the receiver gets in its header. */
  readonly webhookId: string;
  /** null for a test */
  readonly reference: string | null;
  readonly type: WebhookType | typeof TEST_TYPE;
  readonly state: (typeof WEBHOOK_STATES)[number];
  /** Scheduled attempts; those by hand are not counted. */
  readonly attempts: number;
  readonly nextAttemptAt: number | null;
  readonly lastAttemptAt: number | null;
  /** HTTP status, null when there was no answer. */
  readonly lastStatus: number | null;
  /** The beginning of the answer, or why there was none. */
  readonly lastAnswer: string | null;
  readonly deliveredAt: number | null;
  readonly createdAt: number;
}

export interface WebhookDeliveryFilters {
  readonly state?: (typeof WEBHOOK_STATES)[number] | undefined;
  readonly reference?: string | undefined;
}

/** An endpoint's webhooks, newest first. */
export async function listWebhookDeliveries(
  db: Database,
  endpointId: string,
  { state, reference, ...request }: WebhookDeliveryFilters & PageRequest,
): Promise<Page<WebhookDelivery>> {
  const limit = limitOf(request);
  let query = select(db, endpointId)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  if (reference !== undefined) query = query.where('window_reference', '=', reference);
  if (request.cursor !== undefined) query = query.where('id', '<', decodeCursor(request.cursor, numberKey)[0]);
  return pageOf(await query.execute(), limit, (row) => [row.id], toDelivery);
}

/** One webhook with its body. */
export async function getWebhookDelivery(
  db: Database,
  endpointId: string,
  id: number,
): Promise<(WebhookDelivery & { readonly payload: string }) | undefined> {
  const row = await select(db, endpointId).select('payload').where('id', '=', id).executeTakeFirst();
  return row && { ...toDelivery(row), payload: row.payload };
}

/** Creates a test message for an endpoint; the caller sends it. Returns its id. */
export async function createTestDelivery(
  db: Database,
  { endpointId, organizationId, now }: { endpointId: string; organizationId: string; now: number },
): Promise<number> {
  const payload = toJson({
    type: TEST_TYPE,
    timestamp: toIso(now),
    data: { organizationId, message: 'Webhooks reach this endpoint.' },
  });
  // a test is in no window's queue, so a failure is final; its sender records the result
  const { id } = await db
    .insertInto('webhook_deliveries')
    .values({ endpoint_id: endpointId, event_id: `test_${randomUUID()}`, type: TEST_TYPE, payload, state: 'failed' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function select(db: Database, endpointId: string) {
  return db
    .selectFrom('webhook_deliveries')
    .select(['id', 'endpoint_id', 'event_id', 'window_reference', 'type', 'state', 'attempts', 'next_attempt_at'])
    .select(['last_attempt_at', 'last_status', 'last_answer', 'delivered_at', 'created_at'])
    .where('endpoint_id', '=', endpointId);
}

type DeliveryRow = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function toDelivery(row: DeliveryRow): WebhookDelivery {
  return {
    id: row.id,
    webhookId: `${row.event_id}_${row.endpoint_id}`,
    reference: row.window_reference,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.getTime() ?? null,
    lastAttemptAt: row.last_attempt_at?.getTime() ?? null,
    lastStatus: row.last_status,
    lastAnswer: row.last_answer,
    deliveredAt: row.delivered_at?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
  };
}
