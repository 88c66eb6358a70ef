import type { z } from 'zod';
import { toIso } from '../../../domain/shared/time';
import type { WebhookDelivery } from '../../../store/webhooks/deliveries';
import type { WebhookEndpoint } from '../../../store/webhooks/endpoints';
import type { IssuedEndpoint } from '../../../use-cases/manage-endpoints';
import type { Caller } from '../../http/route';
import { isoOrNull } from '../../http/schemas';
import type { endpointSchema, webhookSchema } from './schemas';

/** Names of the provider's people are their own (T3). */
export function endpointAnswer(endpoint: WebhookEndpoint, caller: Caller): z.input<typeof endpointSchema> {
  return {
    ...endpoint,
    createdBy: caller.organizationId === null ? endpoint.createdBy : '',
    disabledAt: isoOrNull(endpoint.disabledAt),
    failingSince: isoOrNull(endpoint.failingSince),
    previousSecretUntil: isoOrNull(endpoint.previousSecretUntil),
    createdAt: toIso(endpoint.createdAt),
  };
}

/** The secret is in the answer alone: a repeat for an Idempotency-Key is answered without it. */
export function issuedAnswer({ endpoint, secret }: IssuedEndpoint, caller: Caller) {
  const about = endpointAnswer(endpoint, caller);
  return { body: { ...about, secret }, kept: { ...about, secret: null } };
}

export function deliveryAnswer(delivery: WebhookDelivery): z.input<typeof webhookSchema> {
  return {
    ...delivery,
    nextAttemptAt: isoOrNull(delivery.nextAttemptAt),
    lastAttemptAt: isoOrNull(delivery.lastAttemptAt),
    deliveredAt: isoOrNull(delivery.deliveredAt),
    createdAt: toIso(delivery.createdAt),
  };
}
