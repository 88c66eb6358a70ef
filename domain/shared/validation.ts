import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

/** One field at fault: its path with dots, and the rule in words. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

const KINDS: Record<string, string> = {
  string: 'must be a text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be an object',
  record: 'must be an object',
};

/**
 * zod's own messages as sentences for people: `is required`, `must be one of "standard", "expedited"`. A schema's own
 * message takes precedence over these.
 */
function inWords(issue: Issue): string | undefined {
  if (issue.input === undefined && issue.code.startsWith('invalid')) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_big':
      return `must ${sized(issue.origin, `at most ${String(issue.maximum)}`)}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must ${sized(issue.origin, `at least ${String(issue.minimum)}`)}`;
    case 'invalid_key':
      return 'has a key that cannot be used: keys have 1 to 100 characters';
    case 'invalid_format':
      return `must have the form of ${issue.format}`;
    default:
      return undefined;
  }
}

function sized(origin: string, figure: string): string {
  if (origin === 'string') return `have ${figure} characters`;
  if (origin === 'array' || origin === 'set') return `hold ${figure} entries`;
  return `be ${figure}`;
}

/** More faults than these help nobody: an array of a million wrong rows must not become an answer of a million lines. */
const MOST_FAULTS = 50;

/** The value, or every field at fault with its rule in words. Never throws. */
export function read<S extends z.ZodType>(schema: S, raw: unknown): { value: z.output<S> } | { faults: Fault[] } {
  const result = schema.safeParse(raw, { error: inWords });
  if (result.success) return { value: result.data };
  const faults = faultsOf(result.error).map((fault) =>
    isAbsent(raw, fault.field) ? { ...fault, message: required(fault) } : fault,
  );
  const rest = faults.length - MOST_FAULTS;
  if (rest <= 0) return { faults };
  return { faults: [...faults.slice(0, MOST_FAULTS), { field: '(body)', message: `has ${String(rest)} more faults` }] };
}

/** A schema's own message ("must be a date …") says nothing of a field that is not there. */
function required({ message }: Fault): string {
  return message.startsWith('is required') ? message : 'is required';
}

function isAbsent(raw: unknown, field: string): boolean {
  if (field === '(body)') return false;
  let value: unknown = raw;
  for (const step of field.split('.')) {
    if (typeof value !== 'object' || value === null) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return value === undefined;
}

/** A schema's error as faults, one per field and rule; unknown fields are named one by one. */
function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: [...path, key].join('.'), message: 'is not a known field' }));
    }
    return [{ field: path.join('.') || '(body)', message: issue.message }];
  });
}
