import { CaptureTag, Liquid, LiquidError, type Context, type Template } from 'liquidjs';
import {
  TEMPLATE_FIELDS,
  TEMPLATE_VARIABLES,
  type TemplateWording,
  type TemplateWordings,
} from '../../domain/notices/message-template';
import type { Fault } from '../../domain/shared/validation';
import type { Wording } from '../../domain/window/types';
import type { TemplateModel } from './template-model';

/** What makes sense in a few sentences: nothing that loops, counts or reads another template. */
const TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'case', 'assign', 'capture', 'comment', 'raw']);

/** Bounds for templates of others: characters read, work and memory of one rendering. */
const LIMITS = { parseLimit: 20_000, renderLimit: 200, memoryLimit: 1_000_000 };

/** The longest text a template may write, or keep under a name (characters): more than a mail's longest field. */
const TEXT_MAX = 20_000;

/** The library counts what filters make, and not what `capture` keeps: a text captured twice in the next, 25 times over, is 32 million times as long. */
class BoundedCapture extends CaptureTag {
  override *render(context: Context): Generator<unknown, void, string> {
    yield* super.render(context);
    const kept: unknown = context.bottom()[this.variable];
    if (typeof kept === 'string' && kept.length > TEXT_MAX) {
      throw new Error(
        `captures ${String(kept.length)} characters as "${this.variable}"; at most ${String(TEXT_MAX)} are possible: capture less`,
      );
    }
  }
}

/** Text in, text out: the result is escaped where it is printed, like every other text of a window. */
function createEngine(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    templates: {},
    ...LIMITS,
  });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.has(tag)) Reflect.deleteProperty(engine.tags, tag);
  engine.registerTag('capture', BoundedCapture);
  return engine;
}
const engine = createEngine();

type Field = (typeof TEMPLATE_FIELDS)[number];

/** Why a template cannot be used, each with the language, the field and the line; empty when it can. Never throws. */
export function wordingsFaults(wordings: TemplateWordings, at: (field: string) => void = () => undefined): Fault[] {
  return Object.entries(wordings).flatMap(([language, wording]) =>
    TEMPLATE_FIELDS.flatMap((field) => {
      const source = wording[field];
      at(`${language}.${field}`);
      const fault = source === undefined ? undefined : faultOf(source, field);
      return fault === undefined ? [] : [{ field: `${language}.${field}`, message: fault }];
    }),
  );
}

/** The names of the model a wording prints or asks for; those of a source that does not parse are none. */
export function variablesOf(wording: TemplateWording): string[] {
  const sources = TEMPLATE_FIELDS.map((field) => wording[field] ?? '');
  return [...new Set(sources.flatMap((source) => namesIn(source).map(({ name }) => name)))];
}

function faultOf(source: string, field: Field): string | undefined {
  let template: Template[];
  try {
    template = engine.parse(source);
    const unknown = globalsOf(template).find(({ name, isDeep }) => isDeep || !isKnown(name, field));
    if (!unknown) return undefined;
    const known = Object.keys(TEMPLATE_VARIABLES).filter((name) => isKnown(name, field));
    return `line ${String(unknown.line)}: there is no variable "${unknown.name}${unknown.isDeep ? '.…' : ''}"; there are ${known.join(', ')}`;
  } catch (error) {
    return failureText(error);
  }
}

function isKnown(name: string, field: Field): boolean {
  return Object.hasOwn(TEMPLATE_VARIABLES, name) && !(field === 'title' && name === 'title');
}

interface Name {
  readonly name: string;
  readonly line: number;
  /** A part of a value is asked for; values are plain texts and numbers. */
  readonly isDeep: boolean;
}

function namesIn(source: string): Name[] {
  try {
    return globalsOf(engine.parse(source));
  } catch {
    return [];
  }
}

function globalsOf(template: Template[]): Name[] {
  return Object.entries(engine.analyzeSync(template).globals).flatMap(([name, uses]) =>
    uses.map(({ location, segments }) => ({ name, line: location.row, isDeep: segments.length > 1 })),
  );
}

/** A wording with its sentences written. `fault` has the field and the line of what cannot be written. Never throws. */
export function renderWording(
  wording: TemplateWording,
  model: Omit<TemplateModel, 'title'>,
  title: string | undefined,
  at: (field: Field) => void = () => undefined,
): { readonly wording: Wording } | { readonly fault: Fault } {
  const written: Partial<Record<Field, string>> = {};
  for (const field of TEMPLATE_FIELDS) {
    const source = wording[field];
    if (source === undefined) continue;
    const named = written.title ?? title;
    at(field);
    try {
      const scope = { ...model, ...(field === 'title' || named === undefined ? {} : { title: named }) };
      const text = String(engine.parseAndRenderSync(source, scope)).trim();
      if (text.length > TEXT_MAX) {
        const figures = `${String(text.length)} characters; at most ${String(TEXT_MAX)} are possible`;
        return { fault: { field, message: `becomes a text of ${figures}: print less` } };
      }
      // a sentence under a condition that does not hold is left out
      if (text !== '') written[field] = text;
    } catch (error) {
      return { fault: { field, message: failureText(error) } };
    }
  }
  return { wording: written };
}

/** `line 2: unexpected token "}"`; the library adds an excerpt of the source, which does not fit an answer. */
function failureText(error: unknown): string {
  if (!LiquidError.is(error)) return error instanceof Error ? error.message : String(error);
  const { originalError, token } = error;
  const [line] = token.getPosition();
  const message = (originalError ?? error).message.split('\n')[0] ?? '';
  const reason = message.replace(/, (file:.*|line:\d+, col:\d+)$/, '');
  return `line ${String(line ?? 1)}: ${reason}`;
}
