import type { Occasion } from '../domain/audit/doors';
import { KnownError } from '../domain/shared/errors';
import { noteInAudit, onRecord } from '../store/audit/record';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import {
  createTestDelivery,
  getWebhookDelivery,
  listWebhookDeliveries,
  type WebhookDelivery,
  type WebhookDeliveryFilters,
} from '../store/webhooks/deliveries';
import type { WebhookEndpoint } from '../store/webhooks/endpoints';
import type { Viewer } from '../store/windows/viewer';
import { about, boxOf, findEndpoint, type EndpointDependencies } from './manage-endpoints';

/**
 * What was sent to an endpoint, and posting by hand (C6). Each function here throws KnownError `not-found` for an endpoint that is
 * not the viewer's (T3), and for a webhook the endpoint does not have.
 */

/** A webhook of an endpoint (a UUID). */
interface WebhookOf {
  readonly endpointId: string;
  readonly id: number;
}

/** A webhook with its body, byte for byte. */
export type WebhookWithBody = WebhookDelivery & { readonly payload: string };

/** Newest first. */
export async function webhooksOf(
  db: Database,
  endpointId: string,
  request: WebhookDeliveryFilters & PageRequest,
  viewer: Viewer,
): Promise<Page<WebhookDelivery>> {
  await findEndpoint(db, endpointId, viewer);
  return listWebhookDeliveries(db, endpointId, request);
}

export async function findWebhook(db: Database, webhook: WebhookOf, viewer: Viewer): Promise<WebhookWithBody> {
  await findEndpoint(db, webhook.endpointId, viewer);
  return existing(db, webhook);
}

/**
 * Posts a message to try the endpoint with, at once and once; what came of it. Throws KnownError
 * `endpoint-disabled` or `webhooks-off`.
 */
export async function tryEndpoint(
  deps: EndpointDependencies,
  endpointId: string,
  viewer: Viewer,
  occasion: Occasion,
): Promise<WebhookDelivery> {
  const endpoint = mustBeOn(await findEndpoint(deps.db, endpointId, viewer));
  boxOf(deps.webhooks);
  const test = { endpointId, organizationId: endpoint.organizationId, now: occasion.at };
  const id = await onRecord(
    deps.db,
    occasion,
    (tx) => createTestDelivery(tx, test),
    () => ({ type: 'webhook-tried', ...about(endpoint) }),
  );
  return post(deps, { endpointId, id }, occasion.at);
}

/**
 * Posts a webhook again, at once and once, with the same id and body, whatever its state; what came of it. A failure leaves its
 * state and schedule as they are. Throws KnownError `endpoint-disabled`, `delivery-in-progress`, `webhooks-off`.
 */
export async function postAgain(
  deps: EndpointDependencies,
  webhook: WebhookOf,
  viewer: Viewer,
  occasion: Occasion,
): Promise<WebhookDelivery> {
  const endpoint = await findEndpoint(deps.db, webhook.endpointId, viewer);
  await existing(deps.db, webhook);
  mustBeOn(endpoint);
  boxOf(deps.webhooks);
  const event = { type: 'webhook-sent-again', ...about(endpoint), detail: { delivery: webhook.id } } as const;
  // before it is posted: what is posted cannot be taken back
  await deps.db.transaction().execute((tx) => noteInAudit(tx, occasion, event));
  return post(deps, webhook, occasion.at);
}

function mustBeOn(endpoint: WebhookEndpoint): WebhookEndpoint {
  const { id, state, disabledReason } = endpoint;
  if (state === 'active') return endpoint;
  throw new KnownError(
    'endpoint-disabled',
    `The endpoint is switched off (${disabledReason ?? 'no reason is known'}). POST /v1/webhooks/${id}/enable switches it on again.`,
  );
}

async function existing(db: Database, { endpointId, id }: WebhookOf): Promise<WebhookWithBody> {
  const webhook = await getWebhookDelivery(db, endpointId, id);
  if (webhook) return webhook;
  throw new KnownError(
    'not-found',
    `There is no webhook ${String(id)}. GET /v1/webhooks/${endpointId}/deliveries lists those of the endpoint.`,
  );
}

async function post({ db, webhooks }: EndpointDependencies, webhook: WebhookOf, now: number): Promise<WebhookDelivery> {
  if (!(await webhooks.sendNow(webhook.endpointId, webhook.id, now))) {
    throw new KnownError('delivery-in-progress', 'The webhook is being posted already. Look at it in a minute.');
  }
  const { payload: _body, ...posted } = await existing(db, webhook);
  return posted;
}
