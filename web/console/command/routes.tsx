import type { JSX } from 'preact';
import { fieldsAsked, formRow, isOffered, type AnyForm } from '../../../domain/acting/forms/forms';
import { COMMAND_NAMES, type CommandName } from '../../../domain/window/commands/commands';
import { getTimeline } from '../../../store/windows/windows';
import { findWindow } from '../../../use-cases/find-window';
import { textOf, type FormState, type Typed } from '../../forms/typed';
import type { Asked, ConsoleArea } from '../area';
import { windowHref } from '../parts';
import { BACK, CommandPage, REVISION, SEEN } from './command-page';
import { bodyOf, initialOf } from '../../forms/command-fields';
import { Mail, mailOf, PREVIEW } from './mail-beside';
import { NotNowPage } from './not-now-page';

/** A page for each command that is given by a form (P8): the API's own operation decides, as for every other door. */
export function addCommands(area: ConsoleArea): void {
  for (const name of COMMAND_NAMES) {
    const row = formRow(name);
    if (!('page' in row)) addCommand(area, name, row);
  }
}

/** As many steps of others as a form tells of. */
const MOST_SINCE = 50;

function addCommand(area: ConsoleArea, name: CommandName, row: AnyForm): void {
  const { db } = area.parts;
  const path = `/console/windows/:reference/do/${name}`;
  const operation = `POST /v1/windows/{reference}/${name}` as const;
  const viewOf = async ({ params, viewer }: Asked) => (await findWindow(db, String(params.reference), viewer)).view;

  area.page(path, operation, async (asked): Promise<JSX.Element> => {
    const { frame, query } = asked;
    const view = await viewOf(asked);
    if (!isOffered(name, view)) return <NotNowPage {...{ frame, row, view }} />;
    const fields = fieldsAsked(name, view);
    const given = givenBy(query, fields);
    const first = Object.fromEntries(
      fields.map((field) => [field.name, given[field.name] ?? initialOf(field, view) ?? '']),
    );
    const mail = row.mails && asked.may(PREVIEW) ? await mailOf(asked, name, bodyOf(first, fields)) : undefined;
    const back = query.back === 'night' ? 'night' : '';
    return <CommandPage {...{ frame, name, row, view, fields, given, back, mail }} />;
  });

  area.action({
    ...{ path, operation },
    call: (typed, { params }) => ({
      params: { reference: String(params.reference) },
      body: { ...bodyOf(typed, row.fields), ...revisionIn(typed) },
    }),
    done: (_answer, { params }, typed) => doneAt(String(params.reference), name, textOf(typed, BACK)),
    async again(asked, form) {
      const view = await viewOf(asked);
      const fields = fieldsAsked(name, view, [...form.faults.map(({ field }) => field), 'override']);
      const since = await sinceOf(area, asked, form);
      const mail =
        row.mails && asked.may(PREVIEW) ? await mailOf(asked, name, bodyOf(form.typed, fields), form.typed) : undefined;
      const back = textOf(form.typed, BACK);
      return <CommandPage {...{ frame: asked.frame, name, row, view, fields, given: {}, back, form, since, mail }} />;
    },
  });

  if (row.mails) {
    area.look(`${path}/mail`, PREVIEW, async (asked, typed) => (
      <Mail mail={await mailOf(asked, name, { ...bodyOf(typed, row.fields), ...revisionIn(typed) }, typed)} />
    ));
  }
}

/** What the address fills in, such as the resources that were chosen in the work list; several become lines. */
function givenBy(query: Asked['query'], fields: readonly { readonly name: string }[]): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap(({ name }) => {
      const texts = [query[name] ?? []].flat().filter((one) => typeof one === 'string');
      return texts.length === 0 ? [] : [[name, texts.join('\n').slice(0, 20_000)]];
    }),
  );
}

function revisionIn(typed: Typed): { readonly expectedRevision?: number | string } {
  const text = textOf(typed, REVISION);
  if (text === '') return {};
  return { expectedRevision: /^\d{1,9}$/.test(text) ? Number(text) : text };
}

/** What was done with the window since the form was opened. */
async function sinceOf({ parts: { db } }: ConsoleArea, { params, viewer }: Asked, { typed }: FormState) {
  const seen = textOf(typed, SEEN);
  if (!/^\d{1,9}$/.test(seen)) return [];
  const events = await getTimeline(db, String(params.reference), viewer, { after: Number(seen), limit: MOST_SINCE });
  // what notices came to is no decision of anybody
  return events.filter(({ event }) => !event.type.startsWith('notice-'));
}

function doneAt(reference: string, name: CommandName, back: string): string {
  const done = `done=${name}`;
  return back === 'night'
    ? `/console/night?${done}&window=${encodeURIComponent(reference)}`
    : `${windowHref(reference)}?${done}`;
}
