import type { Request, Response } from 'express';
import { ERRORS, KnownError } from '../../../domain/shared/errors';
import type { ImportResult } from '../../../store/inventory/import/import-inventory';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import { typedIn, type FormState } from '../../forms/typed';
import { isOwnForm } from '../../sign-in/forgery';
import { sendPrivateHtml } from '../../status/http-answers';
import type { Asked, ConsoleArea } from '../area';
import { ImportPage } from './import-page';
import { importOperation, tableHref } from './tables';
import { readUpload, type Upload } from './upload';

/** Checking and importing a file: the API's own operation, with the file as it comes. */
export function addImport(area: ConsoleArea, table: InventoryTable): void {
  const operation = importOperation(table);
  const path = `${tableHref(table)}/import`;
  area.page(path, operation, (asked) => Promise.resolve(<ImportPage asked={asked} table={table} />));
  for (const [at, isDry] of [
    [`${path}/check`, true],
    [path, false],
  ] as const) {
    area.handle({ method: 'POST', path: at, operation }, async (request, response, next) => {
      const asked = area.asked(request, response);
      const outcome = await imported(area, { asked, table, isDry }, request);
      letGo(request, response);
      if (outcome === 'not this form') {
        await area.parts.notThisForm(request, response, next);
        return;
      }
      const page = <ImportPage asked={asked} table={table} {...outcome.shown} />;
      sendPrivateHtml(response.status(outcome.status), page, 'same-origin');
    });
  }
}

interface Importing {
  readonly asked: Asked;
  readonly table: InventoryTable;
  readonly isDry: boolean;
}

interface Outcome {
  readonly status: number;
  readonly shown: { readonly result?: ImportResult; readonly fileName?: string | undefined; readonly form?: FormState };
}

async function imported(
  area: ConsoleArea,
  { asked, table, isDry }: Importing,
  request: Request,
): Promise<Outcome | 'not this form'> {
  let upload: Upload | undefined;
  try {
    upload = await readUpload(request);
    const { fields, fileName, rows } = upload;
    if (!isOwnForm(fields, asked.person.secret)) return 'not this form';
    const query = {
      dryRun: String(isDry),
      deleteMissing: String((fields.deleteMissing ?? '') !== ''),
      force: String((fields.force ?? '') !== ''),
    };
    const result = (await asked.ask(importOperation(table), { query, stream: rows })) as ImportResult;
    return { status: 200, shown: { result, fileName, form: { typed: typedIn(fields), faults: [] } } };
  } catch (error) {
    if (!(error instanceof KnownError) || error.code === 'not-permitted') throw error;
    const { faults, code, message } = error;
    const form = { typed: typedIn(upload?.fields ?? {}), faults, message: faults.length > 0 ? undefined : message };
    return { status: ERRORS[code].status, shown: { form, fileName: upload?.fileName } };
  }
}

/** A body that nobody reads to its end would hold the connection: it is closed after the answer. */
function letGo(request: Request, response: Response): void {
  if (request.complete) return;
  response.set('Connection', 'close');
  request.unpipe();
  request.resume();
}
