import { HOUR } from '../../../domain/shared/time';
import type { Database } from '../../../store/database/database';
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  enableEndpoint,
  listEndpoints,
  rotateSecret,
} from '../../../store/webhooks/endpoints';
import { invalid } from '../../http/problem';
import { route, type Caller, type Route } from '../../http/route';
import { endpointAnswer } from './answers';
import { boxOf, existingEndpoint, found, type WebhookDoor } from './door';
import {
  emptyBody,
  endpointChangeBody,
  endpointParams as params,
  endpointSchema,
  endpointsPageSchema,
  endpointsQuery,
  issuedEndpointSchema,
  newEndpointBody,
  rotationBody,
} from './schemas';

/** `/v1/webhooks`: where customers' systems want to hear of their windows (C6). */
export function endpointRoutes({ db, webhooks }: { db: Database; webhooks: WebhookDoor }): Route[] {
  return [
    route({
      method: 'post',
      path: '/v1/webhooks',
      id: 'createWebhookEndpoint',
      tag: 'webhooks',
      summary: 'Register an endpoint',
      description: 'The secret that verifies its signatures is in this answer and nowhere else.',
      example: {
        url: 'https://hooks.acme.example/maintenance',
        description: 'Ticket system',
        eventTypes: ['window.announced', 'window.rescheduled', 'window.cancelled'],
        organizationId: 'acme',
      },
      problems: ['too-many-endpoints', 'webhooks-off'],
      success: { status: 201, description: 'The endpoint with its secret' },
      body: newEndpointBody,
      answer: issuedEndpointSchema,
      async handle({ body, caller }) {
        checkUrl(body.url);
        const box = boxOf(webhooks);
        const { url, description, eventTypes } = body;
        const organizationId = ownerOf(caller, body.organizationId);
        const made = await createEndpoint(db, box, {
          ...{ url, description, eventTypes },
          organizationId,
          createdBy: caller.name,
        });
        const answer = endpointAnswer(made.endpoint, caller);
        return {
          body: { ...answer, secret: made.secret },
          kept: { ...answer, secret: null },
          headers: { Location: `/v1/webhooks/${answer.id}` },
        };
      },
    }),

    route({
      method: 'get',
      path: '/v1/webhooks',
      id: 'listWebhookEndpoints',
      tag: 'webhooks',
      summary: 'List endpoints',
      description: "A customer token sees its organization's own. Never the secrets.",
      problems: [],
      success: { status: 200, description: 'One page of endpoints' },
      query: endpointsQuery,
      answer: endpointsPageSchema,
      async handle({ query: { organizationId, ...page }, caller }) {
        const { items, next } = await listEndpoints(db, { organizationId }, page, caller);
        return { body: { items: items.map((item) => endpointAnswer(item, caller)), next } };
      },
    }),

    route({
      method: 'get',
      path: '/v1/webhooks/{id}',
      id: 'getWebhookEndpoint',
      tag: 'webhooks',
      summary: 'One endpoint',
      description: 'With its state, and the reason when it was switched off.',
      problems: [],
      success: { status: 200, description: 'The endpoint' },
      params,
      answer: endpointSchema,
      async handle({ params: { id }, caller }) {
        return { body: endpointAnswer(await existingEndpoint(db, id, caller), caller) };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhooks/{id}',
      id: 'changeWebhookEndpoint',
      tag: 'webhooks',
      summary: 'Change an endpoint',
      description: 'What is left out stays as it is. What is still to be posted goes to the new address.',
      example: { url: 'https://hooks.acme.example/forewarn', eventTypes: null },
      problems: [],
      success: { status: 200, description: 'The endpoint as it is now' },
      params,
      body: endpointChangeBody,
      answer: endpointSchema,
      async handle({ params: { id }, body, caller }) {
        if (body.url !== undefined) checkUrl(body.url);
        return { body: endpointAnswer(found(await changeEndpoint(db, id, body, caller), id), caller) };
      },
    }),

    route({
      method: 'delete',
      path: '/v1/webhooks/{id}',
      id: 'deleteWebhookEndpoint',
      tag: 'webhooks',
      summary: 'Delete an endpoint',
      description: 'Nothing is posted to it any more.',
      problems: [],
      success: { status: 204, description: 'It is deleted' },
      params,
      async handle({ params: { id }, caller }) {
        found((await deleteEndpoint(db, id, caller)) || undefined, id);
        return { body: undefined };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhooks/{id}/rotate',
      id: 'rotateWebhookSecret',
      tag: 'webhooks',
      summary: 'Make a new secret',
      description:
        'During the overlap each webhook bears two signatures, by the new secret and by the old one, so that the receiver can ' +
        'change over in between. A second rotation ends the first overlap.',
      example: { overlapHours: 24 },
      problems: ['webhooks-off'],
      success: { status: 200, description: 'The endpoint with its new secret' },
      params,
      body: rotationBody,
      answer: issuedEndpointSchema,
      async handle({ params: { id }, body, caller }) {
        await existingEndpoint(db, id, caller);
        const turn = { id, overlapMs: body.overlapHours * HOUR };
        const { endpoint, secret } = found(await rotateSecret(db, boxOf(webhooks), turn, caller), id);
        const answer = endpointAnswer(endpoint, caller);
        return { body: { ...answer, secret }, kept: { ...answer, secret: null } };
      },
    }),

    route({
      method: 'post',
      path: '/v1/webhooks/{id}/enable',
      id: 'enableWebhookEndpoint',
      tag: 'webhooks',
      summary: 'Switch an endpoint on again',
      description:
        'It hears what happens from now on. What it missed can be sent with `redeliver`. Changes nothing when it is on.',
      problems: [],
      success: { status: 200, description: 'The endpoint as it is now' },
      params,
      body: emptyBody,
      bodyKind: { types: ['application/json'], limit: 1_000, optional: true },
      answer: endpointSchema,
      async handle({ params: { id }, caller }) {
        return { body: endpointAnswer(found(await enableEndpoint(db, id, caller), id), caller) };
      },
    }),
  ];

  function checkUrl(url: string): void {
    const message = webhooks.urlFault(url);
    if (message !== undefined) throw invalid([{ field: 'url', message }]);
  }
}

/** Whose endpoint it is. A customer token that names another organization is refused alike whether there is one or not (T3). */
function ownerOf({ organizationId: own }: Caller, asked: string | undefined): string {
  if (own !== null) {
    if (asked === undefined || asked === own) return own;
    throw invalid([{ field: 'organizationId', message: 'is not yours: leave it out' }]);
  }
  if (asked !== undefined) return asked;
  throw invalid([{ field: 'organizationId', message: 'is required: whose endpoint it is' }]);
}
