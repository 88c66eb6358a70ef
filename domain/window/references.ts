import { z } from 'zod';
import type { Refusal } from '../shared/errors';
import { line } from '../shared/fields';
import { optional } from '../shared/optional';
import { someOf } from '../shared/some-of';

/** A change behind the window in another system (P9): `servicenow`, `CHG0031337`. */
export interface ChangeReference {
  readonly system: string;
  readonly id: string;
  readonly url?: string;
  /** Customers read it, too. */
  readonly public?: true;
}

const MOST_REFERENCES = 10;

/** The name of a system that changes come from. */
export const changeSystem = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a name such as servicenow: lower-case letters, digits, hyphens')
  .max(40);

const reference = z.strictObject({
  system: changeSystem,
  id: line(100),
  url: z
    .string()
    .max(500)
    .refine(isWebAddress, 'must be an address such as https://changes.example/CHG0031337')
    .optional(),
  public: z.boolean().default(false).describe('customers read it, too'),
});

/** As the API takes them. */
export const referencesSchema = z
  .array(reference)
  .max(MOST_REFERENCES)
  .superRefine((references, context) => {
    references.forEach(({ system, id }, place) => {
      const first = references.findIndex((other) => other.system === system && other.id === id);
      if (first < place) {
        context.addIssue({
          code: 'custom',
          path: [place, 'id'],
          message: `is the same as number ${String(first + 1)}`,
        });
      }
    });
  });

/** Read references without their gaps. */
export function toReferences(read: z.output<typeof referencesSchema>): ChangeReference[] {
  return read.map(({ system, id, url, public: isPublic }) => ({
    ...{ system, id },
    ...optional({ url }),
    ...(isPublic ? { public: true as const } : {}),
  }));
}

/**
 * P9: the provider's rules may name systems of which a window has a change behind it. An emergency need not: its change is written
 * afterwards. Undefined where nothing is missing.
 */
export function missingReference(
  {
    class: windowClass,
    references = [],
  }: { readonly class: string; readonly references?: readonly Pick<ChangeReference, 'system'>[] | undefined },
  required: readonly string[] = [],
): Refusal<'invalid-body'> | undefined {
  if (windowClass === 'emergency') return undefined;
  const missing = required.filter((system) => !references.some((one) => one.system === system));
  const [first] = missing;
  if (first === undefined) return undefined;
  return {
    code: 'invalid-body',
    field: 'references',
    detail:
      `references must name a change in ${someOf(missing, { most: 10 })}: the rules require it (references.required), and this window has none. ` +
      `Add {"system": "${first}", "id": "…"}; an emergency may be opened without.`,
  };
}

/** What customers may read of them; undefined when that is nothing. */
export function publicReferences(references: readonly ChangeReference[] = []): readonly ChangeReference[] | undefined {
  const shown = references.filter((one) => one.public);
  return shown.length > 0 ? shown : undefined;
}

/** `servicenow CHG0031337 https://changes.example/CHG0031337`. */
export function referenceInWords({ system, id, url }: ChangeReference): string {
  return [system, id, ...(url === undefined ? [] : [url])].join(' ');
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text) && URL.canParse(text) && new URL(text).username === '';
}
