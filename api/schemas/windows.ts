import { z } from 'zod';
import { instant, line } from '../../domain/fields';
import { IMPACT_LEVELS } from '../../domain/impact';
import { NOTICE_KINDS } from '../../domain/notice';
import { locationPath } from '../../domain/scope';
import { wordingSchema } from '../../domain/window/spec-fields';
import { DOORS } from '../../domain/window/commands';
import { EMERGENCY_TRIGGERS, PHASES, REASONS, VISIBILITIES, WINDOW_CLASSES } from '../../domain/window/types';
import { DELIVERY_STATES, NOTICE_STATES } from '../../store/tables';
import { at, count, maybeAt, pageOf, paging, several, yesOrNo } from './common';

/** What the API says about windows, and how lists of them are asked for. */

const links = z.object({
  self: z.string(),
  statusPage: z
    .string()
    .nullable()
    .describe('null for a private window, and for one cancelled before it was announced: no page tells of it'),
  statusPageFrom: maybeAt.describe(
    'until then the page answers 404: when the window will be announced; null once it is',
  ),
  temporalUi: z.string().nullable().describe('for staff only'),
});

const planned = z.object({
  kind: z.string().describe('a notice, such as `announcement` or `reminder-7d`'),
  at,
  organizations: count.optional().describe('how many it would reach now; for staff only'),
  recipients: count.optional(),
});

const next = z
  .object({ at, what: z.string() })
  .nullable()
  .describe('what the window does by itself next; null while only a person can move it on');

const attention = z
  .array(z.object({ code: z.string(), text: z.string(), since: at }))
  .describe('what a person has to look at');

const rfoStanding = z.object({
  owed: z.boolean(),
  because: z.string().nullable(),
  drafted: count.describe('the latest drafted version, 0 for none'),
  published: count.describe('the latest published version, 0 for none'),
});

const slots = z.array(z.object({ start: at, end: at }));

const standing = {
  reference: z.string(),
  phase: z.enum(PHASES),
  revision: z.int().describe('goes up with every change a customer must hear of'),
};

const conflicts = z
  .array(
    z.object({
      kind: z.string().describe('resource, redundancy, organization or blackout'),
      text: z.string(),
      revision: z.int().describe('the revision whose plan it was found for'),
      blocking: z
        .boolean()
        .describe('false: worth knowing; true: accepted by an override, or because it could not wait'),
    }),
  )
  .describe('what the plan collides with (L9)');

/** The answer to opening a window. */
export const openedSchema = z.object({
  ...standing,
  workflowId: z.string().describe('the window in Temporal'),
  plan: z.array(planned),
  debts: z
    .array(
      z.object({
        class: z.enum(WINDOW_CLASSES),
        promised: z.string().describe('the notice the class promises, ISO 8601 duration'),
        given: z.string().describe('the notice that is left'),
        organizations: count.describe('how many get less than promised'),
        text: z.string(),
      }),
    )
    .describe('promises of the class that this date cannot keep (N11)'),
  conflicts,
  links,
});

/** A window in a list. */
const summary = z.object({
  ...standing,
  title: z.string(),
  class: z.enum(WINDOW_CLASSES),
  visibility: z.enum(VISIBILITIES),
  slots,
  next,
  needsAttention: z.boolean(),
  announcedAt: maybeAt,
  updatedAt: at,
  links,
});
export const windowsPageSchema = pageOf(summary);

export const eventSchema = z.object({
  sequence: z.int().nullable().describe('its number; null for what customers answered, which is no step of the window'),
  at,
  by: z.string().describe('who; empty for customer tokens'),
  door: z
    .enum([...DOORS, 'calendar'])
    .describe("how it came: the API, a signal of an operator, the clock, or a customer's calendar"),
  type: z.string(),
  text: z.string().describe('the same in a sentence'),
  event: z.looseObject({ type: z.string() }).describe('what happened; instants inside are UTC milliseconds'),
});
export const timelinePageSchema = pageOf(eventSchema);

export const noticeSchema = z.object({
  notice: z.string().describe('its name inside the window, such as `reminder-7d` or `progress-2`'),
  kind: z.enum(NOTICE_KINDS),
  revision: z.int(),
  begunAt: at,
  state: z.enum(NOTICE_STATES),
  organizations: count,
  recipients: count,
  deliveries: z.object(
    Object.fromEntries(DELIVERY_STATES.map((state) => [state, count])) as Record<
      (typeof DELIVERY_STATES)[number],
      typeof count
    >,
  ),
});
export const noticesSchema = z.object({ items: z.array(noticeSchema) });

/** A window with everything about it. */
export const windowSchema = z.object({
  ...standing,
  sequence: z.int().describe('the number of the last event'),
  title: z.string(),
  class: z.enum(WINDOW_CLASSES),
  reason: z.enum(REASONS),
  visibility: z.enum(VISIBILITIES),
  slots,
  scope: z
    .object({
      locations: z.array(z.string()),
      resources: z.array(z.string()),
      kinds: z.array(z.string()),
      labels: z.record(z.string(), z.string()),
      all: z.boolean(),
    })
    .optional()
    .describe('for staff only; customers see their own resources'),
  impact: z.object({ level: z.enum(IMPACT_LEVELS), minutes: count, description: z.string() }),
  customerAction: z.string(),
  pointOfContact: z.string(),
  justification: z.string().optional(),
  emergency: z
    .object({ trigger: z.enum(EMERGENCY_TRIGGERS), necessity: z.string(), risk: z.string(), mitigation: z.string() })
    .optional(),
  resources: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.string(),
        location: z.string(),
        environment: z.string(),
        impact: z.enum(IMPACT_LEVELS),
      }),
    )
    .optional()
    .describe('for customer tokens: their own affected resources, as last told'),
  resourceCount: count.optional().describe('for customer tokens: how many of their resources are affected'),
  openedAt: at,
  openedBy: z.string().describe('empty for customer tokens'),
  announcedAt: maybeAt,
  startedAt: maybeAt,
  endedAt: maybeAt,
  cancelledAt: maybeAt,
  updatedAt: at,
  customerImpactMinutes: count.nullable(),
  nextUpdateBy: maybeAt.describe('the promise of the next word'),
  next,
  plan: z.array(planned),
  rfo: rfoStanding,
  attention,
  introduction: z.string().optional().describe('a paragraph at the head of each mail'),
  translations: z.record(z.string(), wordingSchema).optional().describe('the sentences in other languages'),
  automaticStart: z.boolean().optional(),
  decideBy: at.optional().describe('until when the first of two nights can be called off'),
  verification: z
    .object({ steps: z.array(z.object({ text: z.string(), done: z.boolean() })), monitorMinutes: count })
    .optional()
    .describe('what is ticked off before completion (E3)'),
  approval: z
    .object({ approvedRevision: z.int(), approvedBy: z.string().nullable(), authors: z.array(z.string()) })
    .nullable()
    .describe('where the second pair of eyes stands (L8); null where none is asked for, and for customers'),
  undo: z
    .array(
      z.object({ id: z.string(), text: z.string(), state: z.enum(['under-way', 'failed', 'done', 'written-off']) }),
    )
    .describe('what a cancellation takes back (L7)'),
  conflicts: conflicts.optional().describe('what the plan collides with (L9); for staff only'),
  channels: z
    .array(
      z.object({
        channel: z.string(),
        lastSuccessAt: maybeAt,
        lastError: z.string().nullable(),
        lastErrorAt: maybeAt,
        failures: count.describe('in a row; 0 when the last attempt succeeded'),
        drift: z
          .array(z.string())
          .readonly()
          .describe(
            'what somebody had changed by hand outside, found at the last look: repaired, or left (docs/statuspage.md)',
          ),
      }),
    )
    .optional()
    .describe('channels with a state outside, each in step by itself (C7); for staff only'),
  answers: z
    .object({ accepted: count, declined: count, tentative: count })
    .optional()
    .describe('recipients by the answer they gave last (C5); for staff only'),
  timeline: timelinePageSchema.describe('the first page; more at /timeline'),
  notices: z.array(noticeSchema),
  links,
});

/** The answer to a command: where the window stands after it. */
export const commandAnswerSchema = z.object({
  ...standing,
  sequence: z.int().describe('the number of the last event'),
  startedAt: maybeAt,
  endedAt: maybeAt,
  nextUpdateBy: maybeAt,
  next,
  plan: z.array(z.object({ kind: z.string(), at })),
  rfo: rfoStanding,
  attention,
  links,
});

export const deliveriesPageSchema = pageOf(
  z.object({
    id: z.int(),
    notice: z.string(),
    revision: z.int(),
    organizationId: z.string(),
    recipient: z.string().describe('`contact:<id>` or `organization:<id>`'),
    channel: z.string(),
    address: z.string(),
    name: z.string(),
    messageId: z.string(),
    state: z.enum(DELIVERY_STATES),
    attempts: count,
    uncertainSends: count.describe('sends whose outcome nobody knows'),
    reply: z.string().nullable().describe("the mail server's own words"),
    nextAttemptAt: maybeAt,
    updatedAt: at,
  }),
);

export const rfosSchema = z.object({
  items: z.array(
    z.object({
      version: z.int(),
      state: z.enum(['preliminary', 'final']),
      author: z.string().describe('empty for customer tokens'),
      draftedAt: at,
      approvedBy: z.string().nullable(),
      publishedAt: maybeAt.describe('null while it is a draft'),
      summary: z.string(),
      customerImpact: z.string().optional(),
      rootCause: z.string(),
      resolution: z.string().optional(),
      preventiveMeasures: z.array(z.object({ text: z.string(), owner: z.string(), due: z.string() })),
    }),
  ),
});

export const windowsQuery = z.strictObject({
  ...paging,
  phase: several(z.enum(PHASES)).optional().describe('one or more phases, separated by commas'),
  class: several(z.enum(WINDOW_CLASSES)).optional().describe('one or more classes, separated by commas'),
  visibility: z.enum(VISIBILITIES).optional(),
  location: locationPath.optional().describe('work there or anywhere below it'),
  from: instant.optional().describe('planned starts from here on'),
  to: instant.optional().describe('planned starts before there'),
  needsAttention: yesOrNo.optional(),
  q: line(200).optional().describe('part of the title or the reference, whatever its case'),
});

export const timelineQuery = z.strictObject(paging);

export const deliveriesQuery = z.strictObject({
  ...paging,
  state: z.enum(DELIVERY_STATES).optional(),
  notice: z.string().min(1).max(100).optional().describe('a notice by its name, such as `reminder-7d`'),
  revision: z.coerce.number().int().min(1).max(1_000_000).optional(),
});
