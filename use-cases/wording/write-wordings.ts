import path from 'node:path';
import type { TemplateWordings } from '../../domain/notices/message-template';
import { KnownError } from '../../domain/shared/errors';
import { SECOND } from '../../domain/shared/time';
import { invalid } from '../../domain/shared/invalid';
import type { Fault } from '../../domain/shared/validation';
import type { Wording } from '../../domain/window/types';
import { createThreadPool, programBeside, type ThreadFault } from '../../threads/thread-pool';
import type { Rendering, RenderingJob } from './render-wordings';
import { templateModel, type TemplateFacts } from './template-model';

/** What writing one template may take, in all its languages: a few milliseconds as a rule. */
const LIMITS = { deadlineMs: 2 * SECOND, heapMb: 64 };

/** One for the process: templates are few and short, and a slow one holds up other templates alone. */
const pool = createThreadPool<RenderingJob, Rendering>({
  ...LIMITS,
  threads: 2,
  program: programBeside(path.join(__dirname, 'render-thread')),
});

interface Source {
  readonly language: string;
  readonly wordings: TemplateWordings;
}

/**
 * Every language's sentences, written in a thread (T8): nothing else in the process waits for a template. `title` is that of
 * whoever opens the window, where there is one. Throws KnownError `invalid-body` with the language, the field and the line, with
 * the length that was exceeded, or with the time or the memory that was.
 */
export async function writeWordings(
  source: Source,
  facts: TemplateFacts,
  title: string | undefined,
): Promise<Record<string, Wording>> {
  const result = await render(source, facts, title, false);
  if ('written' in result) return result.written;
  throw unwritable(faultsOf(result));
}

/**
 * The same for a template that is new or changed, after a look at all of its sources. Throws KnownError `invalid-body`, for
 * sources that cannot be used with the fields of the body: `wordings.de.introduction`.
 */
export async function tryWordings(
  source: Source,
  facts: TemplateFacts,
  title: string | undefined,
): Promise<Record<string, Wording>> {
  const result = await render(source, facts, title, true);
  if ('written' in result) return result.written;
  throw invalid(
    faultsOf(result).map(({ field, message }) => ({ field: `wordings.${field}`, message })),
    'body',
  );
}

async function render(source: Source, facts: TemplateFacts, title: string | undefined, check: boolean) {
  const { language: base, wordings } = source;
  const models = Object.fromEntries(
    Object.keys(wordings).map((language) => [language, templateModel(facts, language)]),
  );
  const result = await pool.run({ base, wordings, models, title, check });
  return 'fault' in result ? { faults: [exceeded(result, base)] } : result;
}

function faultsOf(result: Exclude<Rendering, { written: unknown }>): readonly Fault[] {
  return 'unusable' in result ? result.unusable : result.faults;
}

function unwritable(faults: readonly Fault[]): KnownError {
  const words = faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new KnownError(
    'invalid-body',
    `The template cannot be written for this window: ${words}. Correct the template, or say it in the body.`,
    faults.map(({ field, message }) => ({ field: 'template', message: `${field}: ${message}` })),
  );
}

function exceeded({ fault, at }: ThreadFault, base: string): Fault {
  const field = at ?? base;
  const shorter = 'make it shorter, with fewer captures and filters of long texts';
  switch (fault) {
    case 'time':
      return { field, message: `takes more than ${String(LIMITS.deadlineMs / SECOND)} seconds to write: ${shorter}` };
    case 'memory':
      return { field, message: `takes more than ${String(LIMITS.heapMb)} MB of memory to write: ${shorter}` };
    case 'broken':
      return { field, message: `cannot be written: ${shorter}` };
  }
}
