import { z } from 'zod';
import { text, line } from '../shared/fields';
import { MOST_IDS } from '../planning/scope';
import { addressFault } from '../delivery/mail-address';
import { EMERGENCY_TRIGGERS, type Wording } from './types';
import { optional } from '../shared/optional';

/** Fields of a window's description that both its opening and later commands take. */

/** One addr-spec (domain/delivery/mail-address.ts says which are taken). */
export const address = z.string().superRefine((value, context) => {
  const fault = addressFault(value);
  if (fault) context.addIssue({ code: 'custom', message: fault });
});

/** Windows into which customers may move their resources (S8). */
export const alternatives = z
  .array(z.string().regex(/^MW-\d{4}-\d{4,9}$/, 'must be the reference of a window, such as MW-2026-0042'))
  .max(50);

/** How many resources may be moved into a window; a scope names so many by their ids. */
export const capacity = z.int().min(0).max(MOST_IDS);

export const justification = text(2_000);

export const emergency = z.strictObject({
  trigger: z.enum(EMERGENCY_TRIGGERS),
  necessity: text(2_000),
  risk: text(2_000),
  mitigation: text(2_000),
});

/** The sentences customers read (P2). */
export const wordingFields = {
  title: line(120).optional(),
  introduction: text(4_000).optional().describe('a paragraph at the head of each mail'),
  impactDescription: text(2_000).optional(),
  customerAction: text(2_000).optional(),
};
export const wordingSchema = z.strictObject(wordingFields);

/** A language, and a region where it matters: `de`, `pt-BR`. */
export const locale = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as de or pt-BR');

export const translationsSchema = z
  .record(locale, wordingSchema)
  .refine((translations) => Object.keys(translations).length <= 20, 'must hold at most 20 languages');

/** A read wording without its gaps. */
function wordingOf({
  title,
  introduction,
  impactDescription,
  customerAction,
}: z.output<typeof wordingSchema>): Wording {
  return {
    ...optional({ title, introduction, impactDescription, customerAction }),
  };
}

/** Read translations without their gaps. */
export function worded(translations: z.output<typeof translationsSchema>): Record<string, Wording> {
  return Object.fromEntries(Object.entries(translations).map(([language, wording]) => [language, wordingOf(wording)]));
}
