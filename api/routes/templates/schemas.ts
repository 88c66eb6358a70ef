import { z } from 'zod';
import { instant, line } from '../../../domain/shared/fields';
import { TEMPLATE_VARIABLES, templateWordingSchema, wordingsSchema } from '../../../domain/notices/message-template';
import { templateId } from '../../../domain/window/opening';
import { wordingSchema } from '../../../domain/window/spec-fields';
import { className } from '../../../domain/window/classes';
import { REASONS, VISIBILITIES } from '../../../domain/window/types';
import { at, pageOf } from '../../http/schemas';

/** What the API says about templates (P2). */

export const templateParams = z.strictObject({
  id: templateId.describe('the template').meta({ examples: ['rack-work'] }),
});

/** The variables of the model in a sentence, for documentation. */
export const VARIABLES_TEXT = Object.entries(TEMPLATE_VARIABLES)
  .map(([name, what]) => `\`{{ ${name} }}\` (${what})`)
  .join(', ');

export const templateAnswerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    class: className.nullable().describe('null: for windows of any'),
    reason: z.enum(REASONS).nullable(),
    language: z.string(),
    wordings: z.record(z.string(), templateWordingSchema).describe('by language'),
    warnings: z.array(z.string()).describe('what can be used, and may read wrong later'),
    createdBy: z.string(),
    createdAt: at,
    changedBy: z.string(),
    changedAt: at,
  })
  .meta({ id: 'Template' });
export const templatesPageSchema = pageOf(templateAnswerSchema);

/** A window to write the template for; sensible figures stand in for what is left out. */
export const templatePreviewBody = z.strictObject({
  title: line(120).optional(),
  class: className.optional(),
  reason: z.enum(REASONS).optional(),
  visibility: z.enum(VISIBILITIES).default('public'),
  start: instant.optional(),
  end: instant.optional(),
  impactMinutes: z.int().min(0).max(100_000).default(30),
  locations: z.array(z.string().min(1).max(500)).max(50).default(['eu-1/dc-1/rack-a12']),
  wordings: wordingsSchema
    .optional()
    .describe('in place of those that are kept: to look at a change before it is made'),
});

export const templatePreviewSchema = z.object({
  wordings: z.record(z.string(), wordingSchema).describe('by language, as the window would have them'),
});
