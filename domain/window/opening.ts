import { z } from 'zod';
import { line, instant, text } from '../shared/fields';
import type { Channel } from '../channels/channels';
import { IMPACT_LEVELS } from '../shared/impact';
import { scopeSchema } from '../planning/scope';
import { DEFAULT_POLICY, type NoticePolicy } from '../notices/notice-policy';
import { OWN_WORDS } from '../notices/own-words';
import type { WindowEvent } from './events';
import {
  address,
  alternatives,
  capacity,
  emergency,
  justification,
  locale,
  translationsSchema,
  worded,
  wordingFields,
} from './spec-fields';
import { monitorSchema, type Monitor } from './monitor';
import { referencesSchema, toReferences } from './references';
import { toWorkPlan, workPlanSchema } from '../work/plan-fields';
import { dutiesMissing } from './class-duties';
import { className, classOf, isOneOfThree, unknownClass } from './classes';
import { REASONS, VISIBILITIES, type Verification, type WindowSpec } from './types';
import { optional } from '../shared/optional';

const slot = z
  .strictObject({ start: instant, end: instant })
  .refine((value) => value.end > value.start, { path: ['end'], message: 'must be after the start' })
  .transform(({ start, end }) => ({ startsAt: start, endsAt: end }));

const verification = z
  .strictObject({
    steps: z.array(line(200)).max(50).default([]).describe('ticked off after the work, before it is completed'),
    monitorMinutes: z.int().min(0).max(10_080).default(0).describe('how long the result is watched before closing'),
    monitor: monitorSchema
      .optional()
      .describe('what is looked at in that time (E3); a bad value opens the window again, and customers are told'),
  })
  .refine(({ monitor, monitorMinutes }) => monitor === undefined || monitorMinutes > 0, {
    path: ['monitorMinutes'],
    message: 'must be 1 at least with monitor: how long the result is watched',
  });

/** A template's id: `rack-work`. */
export const templateId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be an id such as rack-work: lower-case letters, digits, hyphens')
  .max(60);

/** The body that opens a window. Rules that need a clock or the inventory are `checkOpening` and the planning checks. */
export const openingSchema = z
  .strictObject({
    title: line(120).optional().describe('required without a template that has one'),
    class: className,
    reason: z.enum(REASONS),
    visibility: z.enum(VISIBILITIES).default('public'),
    slots: z
      .array(slot)
      .min(1)
      .max(
        2,
        'must hold one slot, or two when the second is the alternate; work over several nights is several windows',
      ),
    decideBy: instant
      .optional()
      .describe('with two slots: until when the first can be called off in favour of the second'),
    scope: scopeSchema,
    impact: z.strictObject({
      level: z.enum(IMPACT_LEVELS),
      minutes: z.int().min(0).max(100_000),
      description: text(2_000).optional().describe('required without a template that has one'),
    }),
    customerAction: text(2_000)
      .optional()
      .describe('unless given here or by the template it is "None.", which each reader is told in their language'),
    pointOfContact: address.optional().describe('left out: to be nominated; mails name the support until then'),
    justification: justification.optional(),
    emergency: emergency.optional(),
    template: templateId
      .optional()
      .describe(
        'drafts title, introduction, texts and translations that are left out here (P2); read once, at opening',
      ),
    introduction: wordingFields.introduction,
    language: locale
      .optional()
      .describe("of the window's own words, `en` unless given here or by the template; customers read which one it is"),
    translations: translationsSchema
      .optional()
      .describe(
        'the same words in other languages; the answer says which languages customers read, and what they lack',
      ),
    automaticStart: z
      .boolean()
      .default(false)
      .describe('the window says "started" at the planned start by itself (L2)'),
    verification: verification.optional(),
    work: workPlanSchema.optional(),
    alternatives: alternatives
      .optional()
      .describe('references of windows into which customers may move their resources; it counts both ways (S8)'),
    capacity: capacity.optional().describe('how many resources may be moved into it; left out: none'),
    references: referencesSchema
      .optional()
      .describe('the changes behind it in other systems; for staff, and for customers those that are `public` (P9)'),
    draft: z.boolean().default(false).describe('a second person approves before customers hear of it (L8)'),
    override: text(2_000)
      .optional()
      .describe('why a conflict or a notice debt is accepted; for approvers, recorded and shown in the proof'),
  })
  .refine(
    isWorded(({ title }) => title),
    missing('title'),
  )
  .refine(
    isWorded(({ impact }) => (impact ? impact.description : '')),
    missing('impact', 'description'),
  )
  .superRefine((body, context) => {
    const demand = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (isOneOfThree(body.class)) {
      for (const { field, message } of dutiesMissing(body, { class: body.class })) demand(field, message);
    }
    const [first, second] = body.slots;
    if (second && !body.decideBy) {
      demand('decideBy', 'is required with two slots: until when the first night can be called off (L10)');
    }
    if (!second && body.decideBy !== undefined) demand('decideBy', 'belongs to two slots: leave it out');
    if (first && second && second.startsAt < first.endsAt) {
      context.addIssue({
        code: 'custom',
        path: ['slots', 1, 'start'],
        message: 'must be after the end of the first slot',
      });
    }
    if (first && body.decideBy !== undefined && body.decideBy >= first.startsAt) {
      demand('decideBy', 'must be before the start of the first slot');
    }
  });
export type OpeningBody = z.input<typeof openingSchema>;
/** The body after the schema has read it. */
export type OpeningOutput = z.output<typeof openingSchema>;

interface Words {
  readonly template?: unknown;
  readonly title?: unknown;
  readonly impact?: { readonly description?: unknown };
}

/** Words customers need come from the body or from a template. */
function isWorded(find: (body: Words) => unknown): (body: Words) => boolean {
  return (body) => body.template !== undefined || find(body) !== undefined;
}

/** Reported together with all other faults, not after them. */
function missing(...path: string[]) {
  const when = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null;
  return { path, message: 'is required', when };
}

/** The body with every word customers need, its template read (use-cases/draft-wording.ts). */
export type WordedOpening = OpeningOutput & {
  readonly title: string;
  readonly impact: { readonly description: string };
};

/** Whether the body has every word customers need. */
export function hasWords(body: OpeningOutput): body is WordedOpening {
  return body.title !== undefined && body.impact.description !== undefined;
}

/**
 * The checked body as the core's own value; `support` is whom mails name while nobody is nominated (P3). `policy` has the provider's own
 * classes, see class-duties.ts.
 */
export function toSpec(
  body: OpeningOutput,
  support: string,
  policy: Pick<NoticePolicy, 'ownClasses'> = DEFAULT_POLICY,
): WindowSpec {
  const [first, second] = body.slots;
  if (!first) throw new RangeError('a window has a slot');
  if (!hasWords(body)) throw new RangeError('a window has a title and says what its impact is');
  const named = classOf(body.class, policy);
  if (!named) throw new RangeError(`a window has a class: ${unknownClass(body.class, policy)}`);
  const { title, reason, visibility, scope, impact, customerAction = OWN_WORDS.noAction, decideBy } = body;
  return {
    title,
    ...named,
    reason,
    visibility,
    scope,
    impact,
    customerAction,
    pointOfContact: body.pointOfContact ?? support,
    slot: first,
    ...(second && decideBy !== undefined ? { alternate: { slot: second, decideBy } } : {}),
    ...(body.justification ? { justification: body.justification } : {}),
    ...(body.emergency ? { emergency: body.emergency } : {}),
    ...(body.introduction ? { introduction: body.introduction } : {}),
    ...optional({ language: body.language }),
    ...(body.translations ? { translations: worded(body.translations) } : {}),
    ...(body.automaticStart ? { automaticStart: true as const } : {}),
    ...(body.verification ? { verification: toVerification(body.verification) } : {}),
    ...(body.work ? { work: toWorkPlan(body.work) } : {}),
    ...(body.references?.length ? { references: toReferences(body.references) } : {}),
    ...optional({ alternatives: body.alternatives, capacity: body.capacity }),
  };
}

export function toVerification({ steps, monitorMinutes, monitor }: z.output<typeof verification>): Verification {
  if (!monitor) return { steps, monitorMinutes };
  const { probe, query } = monitor;
  const monitored: Monitor = {
    ...optional({ probe }),
    ...(query ? { query: { ...optional(query), name: query.name } } : {}),
  };
  return { steps, monitorMinutes, monitor: monitored };
}

/** What the window's first event says besides the description. */
export type OpenedAs = Pick<
  Extract<WindowEvent, { type: 'opened' }>,
  'approval' | 'isWithoutContact' | 'hasBrief' | 'channels' | 'override' | 'authority'
>;

/** How the provider opens windows: whether all need an approval (L8), and whether somebody is to be briefed (P1). */
export interface OpeningSettings {
  readonly approvalRequired: boolean;
  readonly hasBrief: boolean;
  /** Channels outside that are configured (C3, C4). */
  readonly channels?: readonly Channel[];
  /** Commands that signals may give (T5). */
  readonly signals?: readonly string[];
}

export function openedAs(body: OpeningOutput, settings: OpeningSettings): OpenedAs {
  return {
    ...(body.draft || settings.approvalRequired ? { approval: 'required' as const } : {}),
    ...(body.pointOfContact === undefined ? { isWithoutContact: true as const } : {}),
    ...(settings.channels && settings.channels.length > 0 ? { channels: settings.channels } : {}),
    ...(settings.hasBrief ? { hasBrief: true as const } : {}),
    ...optional({ override: body.override }),
    ...(settings.signals ? { authority: { signals: settings.signals } } : {}),
  };
}
