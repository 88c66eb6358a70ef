import type { Page, Template, TemplatePreview } from '../api-types';
import type { Addition } from '../context';
import { readJsonFile } from '../files';
import { printable, table, type Output } from '../output';
import { noteMore, pages } from '../pages';
import { wholeNumber } from './options';

/** `templates`: texts for customers, drafted once for many windows. */
export const addTemplates: Addition = (program, act) => {
  const templates = program
    .command('templates')
    .description('list templates of what customers read')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, _args: [], { limit }: { limit: number }) => {
        const listed = await pages(limit, (page) => client.get<Page<Template>>('/templates', page));
        output.result(listed.items, () => listText(listed.items, output));
        noteMore(listed, limit, output);
        return undefined;
      }),
    );

  templates
    .command('show')
    .description('show one template')
    .argument('<template>', 'such as rack-work')
    .action(
      act(async ({ client, output }, [id]: [string]) => {
        const template = await client.get<Template>(pathOf(id));
        output.result(template, () => templateText(template, output));
        return undefined;
      }),
    );

  templates
    .command('set')
    .description('create or replace a template; open windows keep their sentences')
    .argument('<template>', 'its id, such as rack-work')
    .argument('<file>', 'the template as JSON, or - for the standard input')
    .action(
      act(async ({ io, client, output }, [id, file]: [string, string]) => {
        const template = await client.post<Template>(pathOf(id), await readJsonFile(io, file));
        output.result(template, () => templateText(template, output));
        return undefined;
      }),
    );

  templates
    .command('preview')
    .description('read what a template would say')
    .argument('<template>', 'such as rack-work')
    .argument('[file]', 'the window to write it for as JSON (title, start, locations …), or - for the standard input')
    .action(
      act(async ({ io, client, output }, [id, file]: [string, string | undefined]) => {
        const body = file === undefined ? {} : await readJsonFile(io, file);
        const { wordings } = await client.post<TemplatePreview>(`${pathOf(id)}/preview`, body);
        output.result(wordings, () => wordingsText(wordings, output));
        return undefined;
      }),
    );

  templates
    .command('remove')
    .description('remove a template; open windows keep their sentences')
    .argument('<template>', 'such as rack-work')
    .action(
      act(async ({ client, output }, [id]: [string]) => {
        await client.remove(pathOf(id));
        output.result({ id, removed: true }, () => `Removed: ${printable(id)}`);
        return undefined;
      }),
    );
};

function pathOf(id: string): string {
  return `/templates/${encodeURIComponent(id)}`;
}

function listText(templates: readonly Template[], { style }: Output): string {
  if (templates.length === 0) return 'There is no template.';
  return table(
    ['TEMPLATE', 'FOR', 'LANGUAGES', 'NAME'],
    templates.map(({ id, wordings, name, ...template }) => [
      style('bold', id),
      madeFor(template),
      Object.keys(wordings).join(', '),
      printable(name),
    ]),
  );
}

function madeFor({ class: windowClass, reason }: Pick<Template, 'class' | 'reason'>): string {
  return [windowClass, reason].filter((word) => word !== null).join(', ') || 'any';
}

function templateText({ id, name, wordings, warnings, ...template }: Template, output: Output): string {
  return [
    `${output.style('bold', id)} ${printable(name)}\nFor windows of ${madeFor(template)}; own words in ${template.language}`,
    wordingsText(wordings, output),
    ...warnings.map((text) => output.style('yellow', `! ${printable(text)}`)),
  ].join('\n\n');
}

function wordingsText(wordings: TemplatePreview['wordings'], { style }: Output): string {
  return Object.entries(wordings)
    .map(([language, wording]) =>
      [
        style('bold', language),
        ...Object.entries(wording).map(([field, text]) => `  ${style('dim', field)}\n  ${printable(text)}`),
      ].join('\n'),
    )
    .join('\n\n');
}
