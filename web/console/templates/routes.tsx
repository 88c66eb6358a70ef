import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import { optional } from '../../../domain/shared/optional';
import { wordingSchema } from '../../../domain/window/spec-fields';
import { invalid } from '../../../domain/shared/invalid';
import { templateId } from '../../../domain/window/opening';
import type { Wording } from '../../../domain/window/types';
import { getTemplate, listTemplates } from '../../../store/windows/message-templates';
import { findTemplate, warningsOf } from '../../../use-cases/manage-templates';
import { textOf, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { languagesIn, templateOf, typedTemplate, wordingsOf } from './fields';
import { templateHref, TemplatesPage } from './list-page';
import { TemplatePage, type Preview, type TemplateProps } from './page';
import { PreviewOf } from './preview';

const PAGE = '/console/templates/:id';
const NEW = '/console/new-template';
const PREVIEW = 'POST /v1/templates/{id}/preview';
/** What is previewed before it is kept may have no id that can be used. */
const NAMELESS = { id: 'new-template' } as const;

/** Templates of what customers read (P2). */
export function addTemplates(area: ConsoleArea): void {
  const { db } = area.parts;
  area.page('/console/templates', 'GET /v1/templates', async ({ frame, query }) => {
    const cursor = typeof query.cursor === 'string' && query.cursor !== '' ? query.cursor : undefined;
    return <TemplatesPage frame={frame} page={await listTemplates(db, { cursor })} />;
  });

  const show = async (asked: Asked, more: Partial<TemplateProps> = {}) => {
    const template = await findTemplate(db, asked.params.id ?? '');
    const initial = typedTemplate(template);
    const preview = more.preview ?? (await previewOf(asked, more.form?.typed ?? initial));
    const props = { frame: asked.frame, id: template.id, initial, warnings: warningsOf(template.wordings) };
    return <TemplatePage {...props} {...more} preview={preview} />;
  };
  area.page(PAGE, 'GET /v1/templates/{id}', (asked) => show(asked));
  area.action({
    path: PAGE,
    operation: 'POST /v1/templates/{id}',
    call: (typed, { params }) => ({ params, body: templateOf(typed) }),
    done: (_answer, { params }) => templateHref(params.id ?? ''),
    again: (asked, form) => show(asked, { form }),
  });
  area.look(`${PAGE}/preview`, PREVIEW, async (asked, typed, isPart) => {
    const preview = await previewOf(asked, typed);
    const language = languagesIn(typed).find((one) => one === asked.query.language);
    if (isPart && language !== undefined) return <PreviewOf language={language} preview={preview} />;
    const faults = 'faults' in preview ? preview.faults : [];
    return show(asked, { form: { typed, faults }, preview });
  });
  area.action({
    path: `${PAGE}/remove`,
    operation: 'DELETE /v1/templates/{id}',
    call: (_typed, { params }) => ({ params }),
    done: () => '/console/templates',
    again: (asked) => show(asked),
  });
  addNew(area);
}

function addNew(area: ConsoleArea): void {
  const blank = { id: undefined, initial: { language: 'en' }, preview: undefined } as const;
  area.page(NEW, 'POST /v1/templates/{id}', ({ frame }) => Promise.resolve(<TemplatePage frame={frame} {...blank} />));
  area.look(`${NEW}/preview`, PREVIEW, async (asked, typed, isPart) => {
    const preview = await previewOf(asked, typed, NAMELESS);
    const language = languagesIn(typed).find((one) => one === asked.query.language);
    if (isPart && language !== undefined) return <PreviewOf language={language} preview={preview} />;
    const faults = 'faults' in preview ? preview.faults : [];
    return <TemplatePage frame={asked.frame} {...blank} form={{ typed, faults }} preview={preview} />;
  });
  area.action({
    path: NEW,
    operation: 'POST /v1/templates/{id}',
    async call(typed) {
      const id = textOf(typed, 'id').trim();
      await mustBeNew(area, id, typed);
      return { params: { id }, body: templateOf(typed) };
    },
    done: (_answer, _asked, typed) => templateHref(textOf(typed, 'id').trim()),
    async again(asked, form) {
      const preview = await previewOf(asked, form.typed, NAMELESS);
      return <TemplatePage frame={asked.frame} {...blank} form={form} preview={preview} />;
    },
  });
}

/** Throws KnownError `invalid-body`, at the field, for what is no id, or the id of another template. */
async function mustBeNew({ parts: { db } }: ConsoleArea, id: string, typed: Typed): Promise<void> {
  const read = templateId.safeParse(id);
  if (!read.success) throw invalid([{ field: 'id', message: read.error.issues[0]?.message ?? 'cannot be used' }]);
  const known = await getTemplate(db, id);
  // sent twice: the first one has kept it
  if (!known || JSON.stringify(templateOf(typedTemplate(known))) === JSON.stringify(templateOf(typed))) return;
  throw invalid([{ field: 'id', message: `is taken: there is a template ${id}` }]);
}

const previewed = z.object({ wordings: z.record(z.string(), wordingSchema) });

/** What the sources say; where they cannot be written, why. `params`: those of the template, or of one that has no id yet. */
async function previewOf(asked: Asked, typed: Typed, params: Asked['params'] = asked.params): Promise<Preview> {
  try {
    const call = { params, body: { wordings: wordingsOf(typed) } };
    const { wordings } = previewed.parse(await asked.ask(PREVIEW, call));
    const written = Object.entries(wordings).map(([tag, words]): [string, Wording] => [tag, optional(words)]);
    return { wordings: Object.fromEntries(written) };
  } catch (error) {
    if (error instanceof KnownError && error.code === 'invalid-body') return { faults: error.faults };
    throw error;
  }
}
