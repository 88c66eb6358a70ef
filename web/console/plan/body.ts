import { readFields, type FieldSpec } from '../../forms/fields';
import { textOf, textsOf, type Fault, type Typed } from '../../forms/typed';
import { PLAN_FIELDS } from './fields';

/** From what was typed into the form to the body that opens a window (POST /v1/windows), and back from a fault to its field. */

/** Ticked in the tree, and ticked among what a search has found. */
export const PICKED = {
  locations: ['scope.locations', 'found.locations'],
  resources: ['scope.resources', 'found.resources'],
} as const;

/** What is picked, each once. */
export function picked(typed: Typed, what: keyof typeof PICKED): string[] {
  return [...new Set(PICKED[what].flatMap((name) => textsOf(typed, name)))];
}

/** Read by this file alone. */
const OWN: readonly string[] = ['scope.labels', 'scope.resources.typed'];
const READ: readonly FieldSpec[] = PLAN_FIELDS.filter(({ name }) => !OWN.includes(name));

/** The body; what cannot be read is in it as it was typed, so that the operation says what is wrong. */
export function bodyOf(typed: Typed): Record<string, unknown> {
  const { scope, ...body } = readFields(typed, READ);
  // an empty part has its faults at each of its fields at once; a template writes the impact
  body.slots ??= [{}];
  if (body.template === undefined) body.impact ??= {};
  const locations = picked(typed, 'locations');
  const resources = [...new Set([...picked(typed, 'resources'), ...linesOf(typed, 'scope.resources.typed')])];
  const labels = linesOf(typed, 'scope.labels').map(labelOf);
  return {
    ...body,
    scope: {
      ...(scope as object | undefined),
      ...(locations.length > 0 ? { locations } : {}),
      ...(resources.length > 0 ? { resources } : {}),
      ...(labels.length > 0 ? { labels: Object.fromEntries(labels) } : {}),
    },
  };
}

const linesOf = (typed: Typed, name: string) =>
  textOf(typed, name)
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** `tier=web`; without a value the label is looked for with an empty one. */
function labelOf(line: string): [key: string, value: string] {
  const at = line.indexOf('=');
  return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
}

/** Where faults of a part as a whole stand, when none of its own fields is named. */
const STAND_AT: readonly (readonly [path: string, field: string])[] = [
  ['scope.locations', 'scope'],
  ['scope.resources', 'scope'],
];

const isScope = ({ name }: FieldSpec) => name.startsWith('scope.');
const BEFORE_SCOPE = READ.findIndex(isScope);
const AFTER_SCOPE = READ.findLastIndex(isScope) + 1;

/** The fields a summary leads to: those of the form, and the fieldset in which a scope is picked. */
export const SUMMARY_FIELDS: readonly FieldSpec[] = [
  ...READ.slice(0, BEFORE_SCOPE),
  { name: 'scope.labels', label: 'Labels', kind: 'lines' },
  ...READ.slice(BEFORE_SCOPE, AFTER_SCOPE),
  // a fault is at the first row that fits: after those of its parts
  { name: 'scope', label: 'Where', kind: 'hidden' },
  ...READ.slice(AFTER_SCOPE),
];

/** What the schema says of it names fields of the API. */
const NOWHERE = 'is required: tick a place or a resource, or say which ones below';

/** Each fault at the field people can correct it in: `slots` and `slots.0` are at the first field of that part. */
export function atFields(faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => {
    const stood = STAND_AT.find(([path]) => isIn(fault.field, path));
    if (stood) return { ...fault, field: stood[1] };
    if (fault.field === 'scope' && fault.message.startsWith('is empty')) return { ...fault, message: NOWHERE };
    if (SUMMARY_FIELDS.some(({ name }) => isIn(fault.field, name))) return fault;
    const within = SUMMARY_FIELDS.find(({ name }) => isIn(name, fault.field));
    return within ? { ...fault, field: within.name } : fault;
  });
}

const isIn = (path: string, whole: string) => path === whole || path.startsWith(`${whole}.`);
