import { z } from 'zod';
import type { ErrorCode } from '../../domain/shared/errors';

/** What was typed into a form, by field, as it was typed; a list where a field came several times. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

/** A field at fault: the path of the body that the form makes, and the rule in words. Empty: it is of no field. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/** A form that was refused, or was kept: with what it is shown again. */
export interface FormState {
  readonly typed: Typed;
  readonly faults: readonly Fault[];
  /** A sentence about the whole. */
  readonly message?: string | undefined;
  /** Why it was refused. */
  readonly code?: ErrorCode | undefined;
}

const typedForm = z.record(z.string().max(200), z.union([z.string(), z.array(z.string())]));

/** A form's body as it was typed, without line ends of Windows; nothing, where it is no form. */
export function typedIn(body: unknown): Typed {
  const { data = {} } = typedForm.safeParse(body);
  const clean = (value: string) => value.replaceAll('\r\n', '\n');
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value.map(clean)]),
  );
}

/** One text: the last, where a field came several times; empty where it did not. */
export function textOf(typed: Typed, name: string): string {
  const value = typed[name] ?? '';
  return typeof value === 'string' ? value : (value.at(-1) ?? '');
}

/** All of them, without empty ones. */
export function textsOf(typed: Typed, name: string): string[] {
  return [typed[name] ?? []].flat().filter((one) => one !== '');
}
