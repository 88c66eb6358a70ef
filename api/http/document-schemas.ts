import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { CLOSED_SETS } from '../closed-sets';

/** zod's schemas as the OpenAPI document shows them, so that clients generated from it compile and say what is meant. */

/** A JSON object, as documents are made of. */
export type Json = Record<string, unknown>;

/** Whether a schema describes what is sent to us or what we answer: a field with a default may be left out of the first. */
export type Direction = 'input' | 'output';

const SHOWN_AS = new WeakMap<object, z.ZodType>();

/**
 * A schema that reads text because an address's query knows nothing else, shown as what the text means. To be called on the
 * schema itself: what zod makes of it afterwards (`.describe()`) is another schema.
 */
export function shown<T extends z.ZodType>(schema: T, as: z.ZodType): T {
  SHOWN_AS.set(schema, as);
  return schema;
}

const COMPONENTS = '#/components/schemas/';

/** The schemas of one document that have a name, and the ways to write and to name more of them. */
export class DocumentSchemas {
  /** By name, as `components.schemas` holds them. */
  readonly named: Record<string, Json> = {};

  readonly #written: Readonly<Record<Direction, Map<z.ZodType, Json>>> = { input: new Map(), output: new Map() };

  /** The schema in its place. What has a name inside it (an `id` in zod's metadata, a closed set) is referred to. */
  write(schema: z.ZodType, direction: Direction): Json {
    const written = this.#written[direction].get(schema) ?? this.#write(schema, direction);
    this.#written[direction].set(schema, written);
    return written;
  }

  #write(schema: z.ZodType, direction: Direction): Json {
    const {
      $schema: _dialect,
      $defs = {},
      ...written
    } = z.toJSONSchema(schema, {
      target: 'draft-2020-12',
      io: direction,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => adapt(zodSchema, jsonSchema, direction),
    }) as Json & { readonly $defs?: Record<string, Json> };
    for (const [name, part] of Object.entries($defs)) this.add(name, this.#linked(part) as Json);
    return this.#linked(written) as Json;
  }

  /** A reference to what was written, which gets that name unless it is a reference already. */
  refer(name: string, written: Json): Json {
    if ('$ref' in written) return written;
    this.add(name, written);
    return { $ref: COMPONENTS + name };
  }

  /** Throws TypeError when the name is taken by something else. */
  add(name: string, written: Json): void {
    if (name in this.named && !isDeepStrictEqual(this.named[name], written)) {
      throw new TypeError(`two schemas of the document are called ${name}: give one of them another name`);
    }
    this.named[name] = written;
  }

  /** The same with references into the document's components, closed sets among them. */
  #linked(part: unknown): unknown {
    if (Array.isArray(part)) return part.map((each) => this.#linked(each));
    if (typeof part !== 'object' || part === null) return part;
    const linked = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, this.#linked(value)]));
    if (typeof linked.$ref === 'string') return { ...linked, $ref: linked.$ref.replace('#/$defs/', COMPONENTS) };
    const { type, enum: words, ...rest } = linked;
    const set = type === 'string' ? SETS_BY_WORDS.get(JSON.stringify(words)) : undefined;
    if (set === undefined) return linked;
    // constants share one name space in Go, where `failed` is a state of deliveries and of webhooks
    this.add(set, { type, enum: words, 'x-enum-varnames': CLOSED_SETS[set]?.map((word) => set + pascalCase(word)) });
    return { ...rest, $ref: COMPONENTS + set };
  }
}

/** `under-way` → `UnderWay`. */
function pascalCase(word: string): string {
  return word.replace(/(?:^|[^a-zA-Z0-9])([a-zA-Z0-9])/g, (_all, first: string) => first.toUpperCase());
}

const SETS_BY_WORDS = new Map(Object.entries(CLOSED_SETS).map(([name, words]) => [JSON.stringify(words), name]));

function adapt(schema: object, written: Json, direction: Direction): void {
  const other = SHOWN_AS.get(schema);
  if (other) {
    const { $schema: _dialect, ...replaced } = z.toJSONSchema(other) as Json;
    for (const key of Object.keys(written)) Reflect.deleteProperty(written, key);
    Object.assign(written, replaced);
  }
  // more fields may be added to an answer: a client must not refuse those it does not know
  if (direction === 'output' && written.additionalProperties === false) delete written.additionalProperties;
  // the format says it, and a client that reads an instant has no text to compare with a pattern
  if (typeof written.format === 'string' && typeof written.pattern === 'string') delete written.pattern;
  if (written.type === 'integer') written.format = integerFormat(written);
  if (written.type === 'number') written.format = 'double';
}

const INT32 = { least: -(2 ** 31), most: 2 ** 31 - 1 };

/** Without a format a generator takes int32 and then refuses a bound beyond it. */
function integerFormat({ minimum, maximum }: Json): 'int32' | 'int64' {
  return Number(minimum) >= INT32.least && Number(maximum) <= INT32.most ? 'int32' : 'int64';
}
