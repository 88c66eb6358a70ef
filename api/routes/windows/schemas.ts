import { z } from 'zod';
import { CHANNELS } from '../../../domain/channels/channels';
import { ANSWER_EVENT_TYPES } from '../../../domain/delivery/acknowledgement';
import { DELIVERY_CHANNELS } from '../../../domain/delivery/delivery';
import { NOTICE_KINDS } from '../../../domain/notices/notice-kinds';
import { ordinal } from '../../../domain/shared/fields';
import { EVENT_TYPES } from '../../../domain/window/event-table';
import { CUSTOMER_LANGUAGES } from '../../../domain/shared/words/common';
import { IMPACT_LEVELS } from '../../../domain/shared/impact';
import { wordingSchema } from '../../../domain/window/spec-fields';
import { DOORS } from '../../../domain/window/events';
import { monitoringFigure } from '../../../domain/window/monitor';
import { RFO_STATES } from '../../../domain/window/rfo-fields';
import { EMERGENCY_TRIGGERS, REASONS, VISIBILITIES, WINDOW_CLASSES } from '../../../domain/window/types';
import { UNDO_ITEMS, UNDO_STATES } from '../../../domain/window/undo';
import { DELIVERY_STATES, NOTICE_STATES } from '../../../store/database/tables/notices';
import { at, count, maybeAt, pageOf, rowId } from '../../http/schemas';
import {
  affectedResources,
  attention,
  conflicts,
  links,
  next,
  planned,
  rfoStatus,
  slots,
  stateFields,
  untold,
  windowWork,
} from './schema-parts';
import { languages } from './languages';

/** What the API tells about windows. */

/** Beside one of the three classes. */
export const ownClass = {
  className: z
    .string()
    .optional()
    .describe("the provider's own class (P6), for staff only; `class` is the one it is like"),
  classLabel: z
    .partialRecord(z.enum(CUSTOMER_LANGUAGES), z.string())
    .optional()
    .describe("what customers read of the provider's own class in place of its word, by language"),
};

/** A window in a list. */
const summary = z.object({
  ...stateFields,
  title: z.string(),
  class: z.enum(WINDOW_CLASSES),
  ...ownClass,
  visibility: z.enum(VISIBILITIES),
  slots,
  next,
  needsAttention: z.boolean(),
  announcedAt: maybeAt,
  updatedAt: at,
  links,
});
export const windowsPageSchema = pageOf(summary);

const timelineType = z.enum([...EVENT_TYPES, ...ANSWER_EVENT_TYPES]);

export const eventSchema = z
  .object({
    sequence: ordinal
      .nullable()
      .describe('its number; null for what customers answered, which is no step of the window'),
    at,
    by: z.string().describe('who, as the credential says; empty for customer tokens'),
    onBehalfOf: z.string().optional().describe('whom the caller named, which nobody has checked; for staff only'),
    credential: z.string().optional().describe('`token:<id>`, `slack:<user>` or `mail-link:<hash>`; for staff only'),
    request: z.string().optional().describe('the id of the request, as the log has it; for staff only'),
    issuedBy: z.string().optional().describe('who issued a token that is of nobody of the staff; for staff only'),
    door: z
      .enum([...DOORS, 'calendar', 'mail'])
      .describe(
        "how it came: the API, a signal of an operator, the clock, a link in a mail to one of the staff, a customer's calendar, or a mail somebody wrote",
      ),
    type: timelineType,
    text: z.string().describe('the same in a sentence'),
    event: z.looseObject({ type: timelineType }).describe('what happened; instants inside are UTC milliseconds'),
  })
  .meta({ id: 'TimelineEntry' });
export const timelinePageSchema = pageOf(eventSchema).meta({ id: 'TimelinePage' });

export const noticeSchema = z
  .object({
    notice: z.string().describe('its name inside the window, such as `reminder-7d` or `progress-2`'),
    kind: z.enum(NOTICE_KINDS),
    revision: ordinal,
    begunAt: at,
    state: z.enum(NOTICE_STATES),
    organizations: count,
    recipients: count,
    untold: count.describe('organizations it was owed to and nobody could be told for: a task names each (N13)'),
    optedOut: count.describe('organizations of which everybody asked not to be mailed it'),
    deliveries: z.object(
      Object.fromEntries(DELIVERY_STATES.map((state) => [state, count])) as Record<
        (typeof DELIVERY_STATES)[number],
        typeof count
      >,
    ),
  })
  .meta({ id: 'Notice' });
export const noticesSchema = z.object({ items: z.array(noticeSchema) });

/** A window with everything about it. */
export const windowSchema = z.object({
  ...stateFields,
  sequence: ordinal.describe('the number of the last event'),
  title: z.string(),
  class: z.enum(WINDOW_CLASSES),
  ...ownClass,
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
  alternatives: z.array(z.string()).optional().describe('windows into which customers may move their resources (S8)'),
  capacity: count.optional().describe('how many resources customers may move into it'),
  references: z
    .array(
      z.object({ system: z.string(), id: z.string(), url: z.string().optional(), public: z.literal(true).optional() }),
    )
    .optional()
    .describe('the changes behind it in other systems; for customer tokens those that are public (P9)'),
  resources: affectedResources.optional().describe('for customer tokens: their own affected resources, as last told'),
  resourceCount: count.optional().describe('for customer tokens: how many of their resources are affected'),
  openedAt: at,
  openedBy: z.string().describe('empty for customer tokens'),
  announcedAt: maybeAt,
  startedAt: maybeAt,
  endedAt: maybeAt,
  cancelledAt: maybeAt,
  rollBack: z
    .object({ begunAt: at, because: z.string(), endedAt: maybeAt.describe('when systems were as before') })
    .nullable()
    .describe('begun work that was called off (L13); null where none was'),
  degradation: z
    .object({
      begunAt: at,
      because: z.string().describe('what was found; empty for customer tokens'),
      endedAt: maybeAt.describe('when all was well again, or the work rolled back'),
    })
    .nullable()
    .describe(
      'the result of the work was found bad while it was watched (E3), the latest time; null where it never was',
    ),
  updatedAt: at,
  customerImpactMinutes: count.nullable(),
  nextUpdateBy: maybeAt.describe('the promise of the next word'),
  next,
  plan: z.array(planned),
  rfo: rfoStatus,
  attention,
  introduction: z.string().optional().describe('a paragraph at the head of each mail'),
  language: z.string().optional().describe("of the window's own words; English where it is left out"),
  translations: z.record(z.string(), wordingSchema).optional().describe('the sentences in other languages'),
  automaticStart: z.boolean().optional(),
  decideBy: at.optional().describe('until when the first of two nights can be called off'),
  verification: z
    .object({
      steps: z.array(z.object({ text: z.string(), done: z.boolean() })),
      monitorMinutes: count,
      monitor: z
        .object({
          probe: z.string().optional(),
          query: z
            .object({
              name: z.string(),
              unit: z.string().optional(),
              below: monitoringFigure.optional(),
              above: monitoringFigure.optional(),
            })
            .optional(),
          value: z
            .object({ value: monitoringFigure, isGood: z.boolean(), at })
            .nullable()
            .optional()
            .describe('the value that was entered last; with a query'),
        })
        .optional()
        .describe('what is looked at after the work'),
    })
    .optional()
    .describe('what is ticked off before completion, and watched after it (E3)'),
  approval: z
    .object({
      approvedRevision: count.describe('0: none yet'),
      approvedBy: z.string().nullable(),
      authors: z.array(z.string()),
    })
    .nullable()
    .describe('where the second pair of eyes stands (L8); null where none is asked for, and for customers'),
  undo: z
    .array(z.object({ id: z.enum(UNDO_ITEMS), text: z.string(), state: z.enum(UNDO_STATES) }))
    .describe('what a cancellation takes back (L7)'),
  work: windowWork.optional(),
  untoldCount: untold.untoldCount.optional(),
  untold: untold.untold.optional(),
  languages: languages.optional().describe('for staff, before customers are told'),
  conflicts: conflicts.optional().describe('what the plan collides with (L9); for staff only'),
  channels: z
    .array(
      z.object({
        channel: z.enum(CHANNELS),
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
  otherAlerts: z
    .object({
      firing: z
        .array(z.object({ system: z.string(), text: z.string(), since: at }))
        .describe('earliest first, 20 at most'),
      count: count.describe('how many there are'),
      unasked: z.array(z.string()).readonly().describe('why a system could not be asked'),
    })
    .optional()
    .describe(
      'what fires since the start of the work and belongs to nothing in its scope (C8); during the work, when `alerts=true` asks for it; for staff only',
    ),
  answers: z
    .object({ accepted: count, declined: count, tentative: count })
    .optional()
    .describe('recipients by the answer they gave last (C5); for staff only'),
  timeline: timelinePageSchema.describe('the first page; more at /timeline'),
  notices: z.array(noticeSchema),
  links,
});

export const deliveriesPageSchema = pageOf(
  z.object({
    id: rowId,
    notice: z.string(),
    revision: ordinal,
    organizationId: z.string(),
    recipient: z.string().describe('`contact:<id>` or `organization:<id>`'),
    channel: z.enum(DELIVERY_CHANNELS),
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
      version: ordinal,
      state: z.enum(RFO_STATES),
      author: z.string().describe('empty for customer tokens'),
      draftedAt: at,
      approvedBy: z.string().nullable(),
      publishedAt: maybeAt.describe('null while it is a draft'),
      summary: z.string(),
      customerImpact: z.string().optional(),
      rootCause: z.string(),
      resolution: z.string().optional(),
      preventiveMeasures: z
        .array(
          z.object({
            text: z.string(),
            owner: z.string().describe('empty for customer tokens'),
            due: z.iso.date(),
            public: z.boolean(),
          }),
        )
        .describe('to customer tokens those that are public'),
    }),
  ),
});
