import { z } from 'zod';
import { ANSWERS } from '../../../domain/delivery/acknowledgement';
import { DELIVERY_CHANNELS } from '../../../domain/delivery/delivery';
import { NOTICE_KINDS } from '../../../domain/notices/notice-kinds';
import { UNTOLD_REASONS } from '../../../domain/notices/untold';
import { CONFLICT_KINDS } from '../../../domain/planning/conflicts';
import { ordinal } from '../../../domain/shared/fields';
import { PROOF_WORDINGS } from '../../../domain/proof/said';
import { PHASES, WINDOW_CLASSES } from '../../../domain/window/types';
import { DELIVERY_STATES, NOTICE_STATES } from '../../../store/database/tables/notices';
import { at, count, maybeAt } from '../../http/schemas';
import { workBy, workedOn, workState } from '../maintenance/schemas';
import { ownClass } from '../windows/schemas';
import { affectedResources } from '../windows/schema-parts';

const duration = z
  .string()
  .describe('ISO 8601, negative when the start had passed')
  .meta({ examples: ['P14D'] });

const dateProof = z.object({
  revision: ordinal,
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

const accepted = z.object({
  revision: ordinal.describe('the revision it led to'),
  at,
  by: z.string().describe('who answered for it; empty for customer tokens'),
  reason: z
    .string()
    .nullable()
    .describe('why it was accepted; null where the plan could not wait: an emergency, or work under way'),
  rules: z
    .array(z.object({ kind: z.enum(['notice', 'verification', ...CONFLICT_KINDS]), text: z.string() }))
    .describe('what stood against it; for customers in words that name nobody else'),
});

const notice = z.object({
  notice: z.string(),
  kind: z.enum(NOTICE_KINDS),
  revision: ordinal,
  begunAt: at,
  state: z.enum(NOTICE_STATES),
  resources: affectedResources,
  untold: z
    .object({ reason: z.enum(UNTOLD_REASONS), text: z.string() })
    .nullable()
    .describe('why the notice was owed and nobody was told (N13); null where something was sent'),
  message: z
    .object({
      to: z.string().describe('whose text this is'),
      subject: z.string(),
      text: z.string().describe('of the plain part'),
      wording: z
        .enum(PROOF_WORDINGS)
        .describe(
          '`as-sent`: the words that were sent, as they were kept with the mail; `todays-version`: of these facts in the words of this ' +
            'version, because nothing was sent, or by a version that kept no words',
        ),
    })
    .nullable()
    .describe(
      'what the mail said to one of the recipients; those who read the same language differ in the greeting only',
    ),
  deliveries: z.array(
    z.object({
      recipient: z.string().describe('`contact:<id>` or `organization:<id>`'),
      name: z.string(),
      address: z.string(),
      channel: z.enum(DELIVERY_CHANNELS),
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
  ...ownClass,
  phase: z.enum(PHASES),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string(), locale: z.string() }),
  startedAt: maybeAt,
  endedAt: maybeAt,
  cancelledAt: maybeAt,
  rolledBackAt: maybeAt.describe('when systems were as before, of begun work that was called off (L13)'),
  dates: z.array(dateProof).describe('every date the window had, first one first'),
  accepted: z.array(accepted).describe('overrides, and conflicts that had to be accepted, in order (L9, N11)'),
  notices: z.array(notice).describe('what was sent or owed, in order'),
  work: z
    .array(
      z.object({
        resource: workedOn,
        state: workState,
        by: workBy,
        since: at.describe('when it came into its state'),
        text: z.string().describe('the same in words'),
      }),
    )
    .describe('what became of each of its resources, in the order of the work; none without a work list'),
  answers: z
    .array(z.object({ recipient: z.string(), answer: z.enum(ANSWERS), sequence: count, at }))
    .describe('what its people answered, in order (C5)'),
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
