import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { read } from '../domain/shared/validation';

/** What files of settings have in common: addresses, and secrets that stand in them by reference only. */

/** Where references lead. */
export interface Sources {
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths begin here. */
  readonly folder: string;
}

/** `{id}`, `{name}` and `{environment}` stand for the resource. */
export const withoutPlaceholders = (text: string) => text.replace(/\{(id|name|environment)\}/g, 'x');

function urlFault(text: string): string | undefined {
  const plain = withoutPlaceholders(text);
  if (/[{}]/.test(plain)) return 'may name {id}, {name} and {environment} of the resource, and no other';
  if (!URL.canParse(plain)) return 'must be an address such as https://host.example.com';
  const { protocol, username, password, hash } = new URL(plain);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https:// or http://';
  if (username !== '' || password !== '') return 'must not hold a user or a password: they have fields of their own';
  return hash === '' ? undefined : 'must not have a fragment (#)';
}

export const url = z
  .string()
  .max(1_000)
  .superRefine((text, context) => {
    const fault = urlFault(text);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

export const plainUrl = url.refine(
  (text) => text === withoutPlaceholders(text),
  'cannot name the resource: it is one for all',
);

const reference = z.strictObject({
  env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable')
    .optional(),
  file: z.string().min(1).optional(),
});

/** `{"env": "NAME"}` or `{"file": "/run/secrets/name"}`: the text it leads to, without the line's end. */
export function secretFrom(sources: Sources) {
  return reference.transform((from, context) => {
    const found = resolve(from, sources);
    if ('text' in found) return found.text;
    context.addIssue({ code: 'custom', message: found.fault });
    return z.NEVER;
  });
}

function resolve(
  { env, file }: z.output<typeof reference>,
  { environment, folder }: Sources,
): { text: string } | { fault: string } {
  if ((env === undefined) === (file === undefined)) {
    return { fault: 'must be {"env": "NAME"} or {"file": "path"}: secrets do not stand in this file' };
  }
  if (file !== undefined) {
    const read = readText(path.resolve(folder, file));
    return 'text' in read && read.text.trim() === '' ? { fault: `names ${file}, which is empty` } : trimmed(read);
  }
  const value = environment[env ?? ''];
  return value ? { text: value } : { fault: `names the variable ${env ?? ''}, which is not set` };
}

const trimmed = (read: ReturnType<typeof readText>) =>
  'text' in read ? { text: read.text.replace(/\r?\n$/, '') } : read;

function readText(file: string): { text: string } | { fault: string } {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException;
    return { fault: `names ${file}, which cannot be read (${code})` };
  }
}

export function certificatesFrom(sources: Sources) {
  return secretFrom(sources).refine((text) => {
    try {
      new X509Certificate(text);
      return true;
    } catch {
      return false;
    }
  }, 'must lead to certificates as PEM (-----BEGIN CERTIFICATE-----)');
}

/** A file of settings that a variable names. */
interface SettingsFile<S extends z.ZodType> {
  readonly setting: string;
  readonly file: string;
  /** The document that shows one. */
  readonly shownIn: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly schemaFor: (sources: Sources) => S;
}

/** Reads it. Throws one Error that lists every field at fault, the rule, and what to do. */
export function readFileOf<S extends z.ZodType>(of: SettingsFile<S>): z.output<S> {
  const { setting, file, shownIn, environment, schemaFor } = of;
  const unusable = (why: string) => new Error(`The environment cannot be used:\n  ${setting} ${why}`);
  const source = readText(file);
  if ('fault' in source) throw unusable(source.fault);
  let value: unknown;
  try {
    value = JSON.parse(source.text);
  } catch {
    throw unusable(`names ${file}, which is not JSON. ${shownIn} shows one.`);
  }
  const result = read(schemaFor({ environment, folder: path.dirname(path.resolve(file)) }), value);
  if ('value' in result) return result.value;
  const faults = result.faults.map(({ field, message }) => `    ${field} ${message}`).join('\n');
  throw unusable(`names ${file}, which cannot be used (${shownIn} shows one):\n${faults}`);
}
