import path from 'node:path';
import type { TemplateWordings } from '../../domain/notices/message-template';
import { KnownError } from '../../domain/shared/errors';
import { SECOND } from '../../domain/shared/time';
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

/**
 * Every language's sentences, written in a thread (T8): nothing else in the process waits for a template. `title` is that of
 * whoever opens the window, where there is one. Throws KnownError `invalid-body` with the language, the field and the line, with
 * the length that was exceeded, or with the time or the memory that was.
 */
export async function writeWordings(
  { language: base, wordings }: { readonly language: string; readonly wordings: TemplateWordings },
  facts: TemplateFacts,
  title: string | undefined,
): Promise<Record<string, Wording>> {
  const models = Object.fromEntries(
    Object.keys(wordings).map((language) => [language, templateModel(facts, language)]),
  );
  const result = await pool.run({ base, wordings, models, title });
  if ('written' in result) return result.written;
  const faults = 'faults' in result ? result.faults : [exceeded(result, base)];
  const words = faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new KnownError(
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
