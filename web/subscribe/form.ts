import { z } from 'zod';
import { addressFault } from '../../domain/delivery/mail-address';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Followed } from '../../store/public/page-subscribers';
import type { Component } from '../status/components';
import type { SubscribeWords } from '../words/site-words';

/** What a form said. `fault` is a sentence for a person. */
export type Read<T> = { readonly fault: string } | { readonly value: T };

const list = z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string()));
const choice = z.object({ follow: z.enum(['everything', 'some']).default('everything'), component: list });
const written = z.object({ language: z.string() });
const request = z.object({ email: z.string().trim() });

/** Which components the form names, by the ids the page gave it. A region stands for its datacenters. */
export function readChoice(
  body: unknown,
  components: readonly Component[],
  { faults }: SubscribeWords,
): Read<Followed> {
  const parsed = choice.safeParse(body);
  if (!parsed.success) return { fault: faults.form };
  const { follow, component: ids } = parsed.data;
  if (follow === 'everything') return { value: null };
  const chosen = components.filter(({ id }) => ids.includes(id));
  if (chosen.length === 0) return { fault: faults.choose };
  const paths = chosen.map(({ path }) => path);
  return { value: paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`))).sort() };
}

/** The language of the mails: the one that the form names, where there are mails in it; else `otherwise`. */
export function readLanguage(
  body: unknown,
  languages: readonly CustomerLanguage[],
  otherwise: CustomerLanguage,
): CustomerLanguage {
  const parsed = written.safeParse(body);
  return languages.find((tag) => parsed.success && tag === parsed.data.language) ?? otherwise;
}

/** The address: validated as those of contacts are. */
export function readAddress(body: unknown, { faults }: SubscribeWords): Read<string> {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { fault: faults.noAddress };
  const fault = addressFault(parsed.data.email);
  return fault === undefined ? { value: parsed.data.email } : { fault: faults.address(fault) };
}
