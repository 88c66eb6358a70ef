import type { EndpointDependencies } from '../../../use-cases/manage-endpoints';
import { findWebhook, postAgain, tryEndpoint, webhooksOf } from '../../../use-cases/post-webhook';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import { deliveryAnswer } from './answers';
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
export function webhookDeliveryRoutes(deps: EndpointDependencies): Route[] {
  return [testEndpoint(deps), listWebhooks(deps), getWebhook(deps), redeliverWebhook(deps)];
}

const testEndpoint = (deps: EndpointDependencies) =>
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
    async handle({ params: { id }, caller, acting, now }) {
      return { body: deliveryAnswer(await tryEndpoint(deps, id, caller, { acting, at: now })) };
    },
  });

const listWebhooks = ({ db }: Dependencies) =>
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
      const { items, next } = await webhooksOf(db, id, query, caller);
      return { body: { items: items.map(deliveryAnswer), next } };
    },
  });

const getWebhook = ({ db }: Dependencies) =>
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
      const { payload, ...about } = await findWebhook(db, { endpointId: id, id: delivery }, caller);
      return { body: { ...deliveryAnswer(about), payload } };
    },
  });

const redeliverWebhook = (deps: EndpointDependencies) =>
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
    async handle({ params: { id, delivery }, caller, acting, now }) {
      const posted = await postAgain(deps, { endpointId: id, id: delivery }, caller, { acting, at: now });
      return { body: deliveryAnswer(posted) };
    },
  });
