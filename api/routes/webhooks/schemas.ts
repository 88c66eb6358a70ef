import { z } from 'zod';
import { line } from '../../../domain/shared/fields';
import { TEST_TYPE, WEBHOOK_TYPES } from '../../../domain/channels/webhooks';
import { ENDPOINT_STATES, WEBHOOK_STATES } from '../../../store/database/tables/channels';
import { at, count, maybeAt, pageOf, paging, reference, rowId, rowIdInPath } from '../../http/schemas';

/** What the API says about customers' webhook endpoints and what was sent to them. */

const url = z.string().trim().min(1).max(2_000);
const description = line(200);
const eventTypes = z
  .array(z.enum(WEBHOOK_TYPES))
  .min(1, 'must name at least one type, or be left out for all of them')
  .max(WEBHOOK_TYPES.length);

export const newEndpointBody = z.strictObject({
  url: url.describe('where to post to: https, a public host, port 443 or above 1023'),
  description: description.optional(),
  eventTypes: eventTypes.optional().describe('what to send; everything, later types included, when left out'),
  organizationId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('whose endpoint it is; for staff only, a customer token implies its own'),
});

export const endpointChangeBody = z.strictObject({
  url: url.optional(),
  description: description.nullable().optional(),
  eventTypes: eventTypes.nullable().optional().describe('null: everything, later types included'),
});

export const rotationBody = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(7 * 24)
    .default(24)
    .describe('for so long the old secret signs too; 0 ends it at once'),
});

export const emptyBody = z.strictObject({}).default({}).meta({ id: 'EmptyBody' });

export const endpointSchema = z
  .object({
    id: z.uuid(),
    organizationId: z.string(),
    url: z.string(),
    description: z.string().nullable(),
    eventTypes: z.array(z.enum(WEBHOOK_TYPES)).nullable().describe('null: everything'),
    state: z.enum(ENDPOINT_STATES),
    disabledReason: z.string().nullable(),
    disabledAt: maybeAt,
    failingSince: maybeAt.describe('since when nothing has got through; null while it works'),
    previousSecretUntil: maybeAt.describe('until when the secret before the present one signs too'),
    createdBy: z.string().describe('empty for customer tokens'),
    createdAt: at,
  })
  .meta({ id: 'WebhookEndpoint' });

export const issuedEndpointSchema = endpointSchema
  .extend({
    secret: z
      .string()
      .nullable()
      .describe('verifies the signatures. Shown this once: null when the answer is repeated for an Idempotency-Key'),
  })
  .meta({ id: 'IssuedWebhookEndpoint' });

export const endpointsPageSchema = pageOf(endpointSchema);

export const webhookSchema = z
  .object({
    id: rowId,
    webhookId: z.string().describe('the `webhook-id` of every attempt'),
    reference: z.string().nullable().describe('the window; null for a test'),
    type: z.enum([...WEBHOOK_TYPES, TEST_TYPE]),
    state: z
      .enum(WEBHOOK_STATES)
      .describe('`failed`: given up after a day; `abandoned`: the endpoint was switched off before it got through'),
    attempts: count.describe('attempts of the schedule; those by hand are not counted'),
    nextAttemptAt: maybeAt,
    lastAttemptAt: maybeAt,
    lastStatus: z.int().min(100).max(999).nullable().describe('HTTP status of the last answer, null without one'),
    lastAnswer: z.string().nullable().describe("the beginning of the receiver's answer, or why there was none"),
    deliveredAt: maybeAt,
    createdAt: at,
  })
  .meta({ id: 'Webhook' });

export const webhooksPageSchema = pageOf(webhookSchema);
export const webhookWithBodySchema = webhookSchema.extend({ payload: z.string().describe('the body, byte for byte') });

export const endpointParams = z.strictObject({ id: z.uuid('is not the id of an endpoint') });
export const webhookParams = endpointParams.extend({
  delivery: rowIdInPath,
});

export const endpointsQuery = z.strictObject({
  ...paging,
  organizationId: z.string().min(1).max(200).optional().describe('for staff: those of this customer'),
});
export const webhooksQuery = z.strictObject({
  ...paging,
  state: z.enum(WEBHOOK_STATES).optional(),
  reference: reference.optional(),
});
