import { KnownError } from '../../../domain/shared/errors';
import type { Database } from '../../../store/database/database';
import {
  createTestDelivery,
  getWebhookDelivery,
  listWebhookDeliveries,
  type WebhookDelivery,
} from '../../../store/webhooks/deliveries';
import type { WebhookEndpoint } from '../../../store/webhooks/endpoints';
import { route, type Route } from '../../http/route';
import { deliveryAnswer } from './answers';
import { boxOf, existingEndpoint, type WebhookDoor } from './door';
import {
  emptyBody,
  endpointParams,
  webhookParams,
  webhookSchema,
  webhooksPageSchema,
  webhooksQuery,
  webhookWithBodySchema,
} from './schemas';

const NO_BODY = { types: ['application/json'], limit: 1_000, optional: true } as const;

/** `/v1/webhooks/{id}/deliveries`: what was sent to an endpoint, and sending by hand. */
export function webhookDeliveryRoutes({ db, webhooks }: { db: Database; webhooks: WebhookDoor }): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/webhooks/{id}/test',
      id: 'testWebhookEndpoint',
      tag: 'webhooks',
      summary: 'Try an endpoint',
      description: 'Posts a `webhook.test` at once, once, and answers what came of it.',
      problems: ['endpoint-disabled', 'delivery-in-progress', 'webhooks-off'],
      success: { status: 200, description: 'What came of it' },
      params: endpointParams,
      body: emptyBody,
      bodyKind: NO_BODY,
      answer: webhookSchema,
      async handle({ params: { id }, caller, now }) {
        const endpoint = await active(id, caller);
        const { organizationId } = endpoint;
        return { body: await post(id, await createTestDelivery(db, { endpointId: id, organizationId, now }), now) };
      },
    }),

    route({
      method: 'get',
      path: '/v1/webhooks/{id}/deliveries',
      id: 'listWebhooks',
      tag: 'webhooks',
      summary: 'What was sent to an endpoint',
      description: 'Newest first, each with its state and the last answer.',
      problems: [],
      success: { status: 200, description: 'One page of webhooks' },
      params: endpointParams,
      query: webhooksQuery,
      answer: webhooksPageSchema,
      async handle({ params: { id }, query, caller }) {
        await existingEndpoint(db, id, caller);
        const { items, next } = await listWebhookDeliveries(db, id, query);
        return { body: { items: items.map(deliveryAnswer), next } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/webhooks/{id}/deliveries/{delivery}',
      id: 'getWebhook',
      tag: 'webhooks',
      summary: 'One webhook with its body',
      description: 'The body is the same at every attempt.',
      problems: [],
      success: { status: 200, description: 'The webhook' },
      params: webhookParams,
      answer: webhookWithBodySchema,
      async handle({ params: { id, delivery }, caller }) {
        await existingEndpoint(db, id, caller);
        const { payload, ...about } = await existing(id, delivery);
        return { body: { ...deliveryAnswer(about), payload } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhooks/{id}/deliveries/{delivery}/redeliver',
      id: 'redeliverWebhook',
      tag: 'webhooks',
      summary: 'Send a webhook again',
      description:
        'Posts it at once, once, with the same `webhook-id` and body, whatever its state, and answers what came of it. A failure ' +
        'leaves the state and the schedule as they are.',
      problems: ['endpoint-disabled', 'delivery-in-progress', 'webhooks-off'],
      success: { status: 200, description: 'What came of it' },
      params: webhookParams,
      body: emptyBody,
      bodyKind: NO_BODY,
      answer: webhookSchema,
      async handle({ params: { id, delivery }, caller, now }) {
        await existingEndpoint(db, id, caller);
        await existing(id, delivery);
        await active(id, caller);
        return { body: await post(id, delivery, now) };
      },
    }),
  ];

  async function active(id: string, caller: Parameters<typeof existingEndpoint>[2]): Promise<WebhookEndpoint> {
    const endpoint = await existingEndpoint(db, id, caller);
    if (endpoint.state === 'active') return endpoint;
    throw new KnownError(
      'endpoint-disabled',
      `The endpoint is switched off (${endpoint.disabledReason ?? 'no reason is known'}). POST /v1/webhooks/${id}/enable switches it on again.`,
    );
  }

  async function existing(id: string, delivery: number): Promise<WebhookDelivery & { payload: string }> {
    const found = await getWebhookDelivery(db, id, delivery);
    if (found) return found;
    throw new KnownError(
      'not-found',
      `There is no webhook ${String(delivery)}. GET /v1/webhooks/${id}/deliveries lists those of the endpoint.`,
    );
  }

  async function post(id: string, delivery: number, now: number) {
    boxOf(webhooks);
    if (!(await webhooks.sendNow(id, delivery, now))) {
      throw new KnownError('delivery-in-progress', 'The webhook is being posted already. Look at it in a minute.');
    }
    const { payload: _body, ...about } = await existing(id, delivery);
    return deliveryAnswer(about);
  }
}
