import { z } from 'zod';
import { IMPACT_LEVELS } from '../../domain/impact';
import { NOTICE_KINDS } from '../../domain/notice';
import { PHASES, WINDOW_CLASSES } from '../../domain/window/types';
import { DELIVERY_STATES, NOTICE_STATES } from '../../store/tables';
import { at, count, maybeAt } from './common';

const duration = z
  .string()
  .describe('ISO 8601, negative when the start had passed')
  .meta({ examples: ['P14D'] });

const dateProof = z.object({
  revision: z.int(),
  start: at,
  end: at,
  setAt: at.describe('when the window was given this date'),
  reason: z.string().nullable().describe('why it was moved to this date'),
  promisedNotice: duration.describe('what the class promises'),
  toldAt: maybeAt.describe('the first notice of this date that a mail server of the organization accepted'),
  givenNotice: duration.nullable(),
  verdict: z
    .enum(['kept', 'short', 'not-told', 'replaced', 'to-come'])
    .describe('an hour is allowed for delivery; the figures say how it was'),
  text: z.string().describe('the same in a sentence'),
});

const notice = z.object({
  notice: z.string(),
  kind: z.enum(NOTICE_KINDS),
  revision: z.int(),
  begunAt: at,
  state: z.enum(NOTICE_STATES),
  resources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      location: z.string(),
      environment: z.string(),
      impact: z.enum(IMPACT_LEVELS),
    }),
  ),
  message: z
    .object({ to: z.string().describe('whose text this is'), subject: z.string(), text: z.string() })
    .nullable()
    .describe('written again from the facts the notice was sent with; texts differ in the greeting only'),
  deliveries: z.array(
    z.object({
      recipient: z.string().describe('`contact:<id>` or `organization:<id>`'),
      name: z.string(),
      address: z.string(),
      channel: z.string(),
      messageId: z.string(),
      state: z.enum(DELIVERY_STATES),
      stateSince: at,
      acceptedAt: maybeAt.describe("when the mail server's 250 was put on record"),
      attempts: count,
      reply: z.string().nullable().describe("the mail server's own words"),
    }),
  ),
});

/** Proof of notice for one organization (T1). */
export const proofSchema = z.object({
  reference: z.string(),
  title: z.string(),
  class: z.enum(WINDOW_CLASSES),
  phase: z.enum(PHASES),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), locale: z.string() }),
  startedAt: maybeAt,
  endedAt: maybeAt,
  cancelledAt: maybeAt,
  dates: z.array(dateProof).describe('every date the window had, first one first'),
  notices: z.array(notice).describe('what was sent, in order'),
  madeAt: at,
});

export const proofQuery = z.strictObject({
  organization: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('which organization; a customer token may leave it out and has no other than its own'),
});
