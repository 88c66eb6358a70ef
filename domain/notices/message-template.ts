import { z } from 'zod';
import { line, text } from '../shared/fields';
import { locale } from '../window/spec-fields';
import { className } from '../window/classes';
import { REASONS } from '../window/types';

/** Templates of what customers read (P2): Liquid over a small model, read once when a window is opened. */

/** What a template may ask for; use-cases/wording/template-model.ts fills it in. */
export const TEMPLATE_VARIABLES = {
  title: "the window's title in the same language; not inside a title",
  start: 'the planned start in UTC, such as "Thursday, 10 December 2026 at 01:00 UTC"; a new date does not change it',
  end: 'the planned end in the same form',
  duration_minutes: 'the planned length in minutes',
  impact_minutes: 'how long customers see it, in minutes',
  location: 'the locations of the scope, with commas; empty when the scope names none',
  provider: 'the name of the provider',
  class: 'standard, expedited or emergency: for conditions',
  reason: 'such as hardware: for conditions',
  visibility: 'public or private: for conditions',
} as const;
export type TemplateVariable = keyof typeof TEMPLATE_VARIABLES;

/** Times in a sentence that become wrong when the plan changes. */
export const DATED: readonly TemplateVariable[] = ['start', 'end', 'duration_minutes'];

const liquid = (max: number) => text(max).describe('Liquid');

/** The sentences of a template in one language; each becomes the window's own when it is opened. */
export const templateWordingSchema = z.strictObject({
  title: line(300).optional().describe('Liquid'),
  introduction: liquid(8_000),
  impactDescription: liquid(4_000).optional(),
  customerAction: liquid(4_000).optional(),
});
export type TemplateWording = z.output<typeof templateWordingSchema>;
export const TEMPLATE_FIELDS = ['title', 'introduction', 'impactDescription', 'customerAction'] as const;

export const wordingsSchema = z
  .record(locale, templateWordingSchema)
  .refine((wordings) => Object.keys(wordings).length <= 20, 'must hold at most 20 languages');
export type TemplateWordings = z.output<typeof wordingsSchema>;

/** What makes a template, its id apart. That it parses is looked at by use-cases/wording/liquid.ts. */
export const templateSchema = z
  .strictObject({
    name: line(120).describe('for staff'),
    class: className
      .optional()
      .describe('only for windows of this class; one of the three is also for classes like it (P6)'),
    reason: z.enum(REASONS).optional().describe('only for windows with this reason'),
    language: locale.default('en').describe("the language of the window's own words; the others become translations"),
    wordings: wordingsSchema.describe('by language'),
  })
  .superRefine(({ language, wordings }, context) => {
    if (wordings[language]) return;
    context.addIssue({
      code: 'custom',
      path: ['wordings', language],
      message: 'is required: it is the language of the template',
    });
  });
export type TemplateBody = z.output<typeof templateSchema>;
