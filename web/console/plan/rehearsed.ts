import { z } from 'zod';
import { WORDED } from '../../../domain/notices/wording-language';

/** Of the answer of POST /v1/rehearsals, what stands beside the form. */

const sample = z.object({
  organization: z.object({ id: z.string(), name: z.string() }),
  recipientName: z.string(),
  address: z.string(),
  language: z.string(),
  subject: z.string(),
  text: z.string(),
});
export type Sample = z.output<typeof sample>;

const message = z.object({
  at: z.string().transform((at) => Date.parse(at)),
  title: z.string(),
  internal: z.boolean(),
  organizations: z.number(),
  recipients: z.number(),
  suppressed: z.number(),
  quiet: z.object({ text: z.string() }).nullable(),
  samples: z.array(sample),
});

export const rehearsedSchema = z.object({
  debts: z.array(z.object({ text: z.string() })),
  conflicts: z.array(z.object({ text: z.string(), blocking: z.boolean() })),
  refusals: z.array(z.object({ code: z.string(), text: z.string() })),
  audience: z.object({ organizations: z.number(), recipients: z.number(), resources: z.number() }),
  untoldCount: z.number(),
  untold: z.array(z.object({ organization: z.string(), name: z.string(), text: z.string() })),
  languages: z.array(z.object({ language: z.string(), contacts: z.number(), missing: z.array(z.enum(WORDED)) })),
  messages: z.array(message),
  refused: z.array(z.object({ text: z.string() })),
  end: z.object({ waitsFor: z.array(z.string()) }),
});
export type Rehearsed = z.output<typeof rehearsedSchema>;

/** So many customers' mails are shown. */
const MOST_READ = 3;

/**
 * The first mail that customers get, as different customers read it: of those whose mails were written, first one of each language, then
 * others; each customer once.
 */
export function mailsToRead({ messages }: Pick<Rehearsed, 'messages'>): Sample[] {
  const samples = messages.find(({ internal }) => !internal)?.samples ?? [];
  const chosen: Sample[] = [];
  const isNew = (one: Sample) => chosen.every(({ organization }) => organization.id !== one.organization.id);
  for (const one of samples) {
    if (isNew(one) && chosen.every(({ language }) => language !== one.language)) chosen.push(one);
  }
  for (const one of samples) if (isNew(one)) chosen.push(one);
  return chosen.slice(0, MOST_READ);
}
