import fc from 'fast-check';

/** A JSON Schema as our OpenAPI document writes it. */
export type Schema = Record<string, unknown>;

/** Instants around the tests' clock, some of them in the past. */
const INSTANTS = ['2026-12-10T01:00:00Z', '2026-12-10T03:00:00+02:00', '2027-01-01T00:00:00Z', '2020-01-01T00:00:00Z'];
/** Words that mean something to the inventory or to a database. */
const WORDS = [
  'acme',
  'acme-web',
  'eu-1',
  'eu-1/dc-1/rack-a12',
  'server',
  'Europe/Berlin',
  'a@b.example',
  "'",
  '%',
  '\u0000',
  '\ud800',
  '../..',
  '',
];

const text = (schema: Schema): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
    { weight: 2, arbitrary: fc.string({ maxLength: Math.min(Number(schema.maxLength ?? 50), 300) }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );

/** Values that a schema describes, as far as a request of ours goes: mostly right, so that they reach deep. */
function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  if ('const' in schema) return fc.constant(schema.const);
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined;
  if (options) return fc.oneof(...options.map(fromSchema));
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(fromSchema((schema.items ?? {}) as Schema), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.min(Number(schema.maxItems ?? 3), 3),
      });
    case 'string':
      if (schema.format === 'date-time') return fc.constantFrom(...INSTANTS);
      if (schema.format === 'date') return fc.constant('2026-12-31');
      return text(schema);
    case 'integer':
      return fc.oneof(fc.integer({ min: Number(schema.minimum ?? 0), max: 100 }), fc.integer());
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue();
  }
}

function objectOf(schema: Schema): fc.Arbitrary<unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>;
  const names = Object.keys(properties);
  if (names.length === 0) return fc.dictionary(text({}), fc.constantFrom(...WORDS), { maxKeys: 3 });
  const requiredKeys = (schema.required ?? []) as string[];
  const arbitraries = Object.fromEntries(names.map((name) => [name, fromSchema(properties[name] ?? {})]));
  return fc.record(arbitraries, { requiredKeys });
}

/** Mostly what the schema describes; else with one field put wrong, or something else entirely. */
export function nearSchema(schema: Schema): fc.Arbitrary<unknown> {
  const right = fromSchema(schema);
  const names = Object.keys(schema.properties ?? {});
  const wrong = fc
    .tuple(right, fc.constantFrom('unknown', ...names), fc.jsonValue())
    .map(([value, name, put]) => ({ ...(value as object), [name]: put }));
  return fc.oneof(
    { weight: 5, arbitrary: right },
    { weight: 3, arbitrary: wrong },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}
