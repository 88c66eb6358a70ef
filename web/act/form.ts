import { z } from 'zod';
import type { ActField } from '../../domain/acting/acts';
import type { GivenByForm } from '../../use-cases/act-by-link';

/** What was typed, by field, as it was typed. */
export type Typed = Readonly<Record<string, string>>;

const typedForm = z.record(z.string().max(100), z.union([z.string(), z.array(z.string())]));

/** The fields of a form as they were typed; what was sent twice, or is no text, was not typed into ours. */
export function typedIn(body: unknown, fields: readonly ActField[]): Typed {
  const { data = {} } = typedForm.safeParse(body);
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = data[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** The command's body: what was left empty is left out. What cannot be read stays as it is, and the command's schema says why. */
export function bodyOf(typed: Typed, fields: readonly ActField[]): GivenByForm['body'] {
  return Object.fromEntries(
    fields.flatMap(({ name, kind }): [string, unknown][] => {
      const value = (typed[name] ?? '').trim();
      return value === '' ? [] : [[name, READ[kind](value)]];
    }),
  );
}

/** Browsers send a date and time without a zone: it is UTC, as the label says. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

const READ: Record<ActField['kind'], (value: string) => unknown> = {
  text: (value) => value.replaceAll('\r\n', '\n'),
  address: (value) => value,
  instant: (value) => (LOCAL.test(value) ? `${value.length === 16 ? `${value}:00` : value}Z` : value),
  minutes: (value) => (/^\d{1,9}$/.test(value) ? Number(value) : value),
};

/** As such a field shows an instant, UTC ms. */
export const typedInstant = (at: number) => new Date(at).toISOString().slice(0, 16);

/** Which tasks were ticked. */
export function tasksIn(body: unknown): GivenByForm['tasks'] {
  const { data = {} } = typedForm.safeParse(body);
  if (data.all !== undefined) return 'all';
  return [data.task ?? []].flat().flatMap((id) => (/^\d{1,15}$/.test(id) ? [Number(id)] : []));
}
