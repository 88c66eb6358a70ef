import { HOUR } from '../../../domain/shared/time';
import { listEndpoints } from '../../../store/webhooks/endpoints';
import {
  alterEndpoint,
  findEndpoint,
  registerEndpoint,
  removeEndpoint,
  renewEndpointSecret,
  switchEndpointOn,
  type EndpointDependencies,
} from '../../../use-cases/manage-endpoints';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';
import { endpointAnswer, issuedAnswer } from './answers';
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
export function endpointRoutes(deps: EndpointDependencies): Route[] {
  return [
    createEndpoint(deps),
    readEndpoints(deps),
    getEndpoint(deps),
    changeEndpoint(deps),
    deleteEndpoint(deps),
    rotateSecret(deps),
    enableEndpoint(deps),
  ];
}

const createEndpoint = (deps: EndpointDependencies) =>
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
    async handle({ body, caller, acting, now }) {
      const answer = issuedAnswer(await registerEndpoint(deps, body, caller, { acting, at: now }), caller);
      return { ...answer, headers: { Location: `/v1/webhooks/${answer.body.id}` } };
    },
  });

const readEndpoints = ({ db }: Dependencies) =>
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
  });

const getEndpoint = ({ db }: Dependencies) =>
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
      return { body: endpointAnswer(await findEndpoint(db, id, caller), caller) };
    },
  });

const changeEndpoint = (deps: EndpointDependencies) =>
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
    async handle({ params: { id }, body, caller, acting, now }) {
      return { body: endpointAnswer(await alterEndpoint(deps, id, body, caller, { acting, at: now }), caller) };
    },
  });

const deleteEndpoint = ({ db }: Dependencies) =>
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
    async handle({ params: { id }, caller, acting, now }) {
      await removeEndpoint(db, id, caller, { acting, at: now });
      return { body: undefined };
    },
  });

const rotateSecret = (deps: EndpointDependencies) =>
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
    async handle({ params: { id }, body, caller, acting, now }) {
      const turn = { id, overlapMs: body.overlapHours * HOUR };
      return issuedAnswer(await renewEndpointSecret(deps, turn, caller, { acting, at: now }), caller);
    },
  });

const enableEndpoint = ({ db }: Dependencies) =>
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
    async handle({ params: { id }, caller, acting, now }) {
      return { body: endpointAnswer(await switchEndpointOn(db, id, caller, { acting, at: now }), caller) };
    },
  });
