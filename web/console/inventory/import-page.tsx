import type { JSX } from 'preact';
import type { ImportResult } from '../../../store/inventory/import/import-inventory';
import type { InventoryTable } from '../../../store/inventory/import/rows';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { FaultSummary, FormToken } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { Table } from '../parts';
import { InventoryNav } from './table-page';
import { SHOWN_TABLES, tableHref } from './tables';
import { MOST_BYTES, MOST_TEXT } from './upload';

const DELETE: FieldSpec = {
  ...{ name: 'deleteMissing', label: 'Remove rows that the file does not have', kind: 'check', optional: true },
  hint: 'Not done when a row is rejected, nor when it would remove more than a fifth of the rows and more than ten.',
};
const FORCE: FieldSpec = { name: 'force', label: 'However many that are', kind: 'check', optional: true };
const TEXT: FieldSpec = {
  ...{ name: 'text', label: 'Rows', kind: 'area', most: MOST_TEXT, optional: true, rows: 6 },
  hint: 'Paste CSV with its header line, or one JSON object a line; or choose a file below.',
};
const FILE = { name: 'file', label: 'File', kind: 'text' } as const satisfies FieldSpec;
const IMPORT_FIELDS: readonly FieldSpec[] = [DELETE, FORCE, TEXT, FILE];

interface ImportProps {
  readonly asked: Asked;
  readonly table: InventoryTable;
  readonly result?: ImportResult | undefined;
  readonly fileName?: string | undefined;
  readonly form?: FormState | undefined;
}

/** `/console/inventory/{table}/import`: a file is checked first, which says what it would change; then it is imported. */
export function ImportPage({ asked, table, result, fileName, form }: ImportProps): JSX.Element {
  const { title } = SHOWN_TABLES[table];
  const action = `${tableHref(table)}/import`;
  // with scripts the chosen file stays chosen: only what came of it is put in
  const live = {
    'hx-post': `${action}/check`,
    'hx-encoding': 'multipart/form-data',
    'hx-target': '#outcome',
    'hx-select': '#outcome',
    'hx-swap': 'outerHTML',
    'hx-sync': 'this:drop',
  };
  return (
    <ConsoleLayout {...asked.frame} title={`Import ${title.toLowerCase()}`} here="inventory">
      <InventoryNav asked={asked} here={table} />
      <p class="prose">
        Rows go in by id: new ones are created, known ones replaced, and none is removed unless you say so. It is all
        one step: a file that breaks off changes nothing.{' '}
        <a href={`${tableHref(table)}/export?format=csv`}>The table as it is now</a> has the columns.
      </p>
      <form method="post" action={`${action}/check`} encType="multipart/form-data" class="form import" {...live}>
        <FormToken secret={asked.person.secret} />
        <Field field={TEXT} form={form} />
        <Field field={DELETE} form={form} />
        <Field field={FORCE} form={form} />
        <div class="field">
          <label for="field-file">File</label>
          <p id="field-file-hint" class="hint">
            CSV, or JSON Lines with the ending .jsonl; UTF-8, up to {String(MOST_BYTES / 1_000_000)} MB. It is used
            before what is pasted.
          </p>
          <input
            id="field-file"
            name="file"
            type="file"
            accept=".csv,.jsonl,.ndjson,text/csv"
            aria-describedby="field-file-hint"
          />
        </div>
        <button type="submit">Check it</button>
        <p class="sending" hidden>
          <label>
            Sent <progress max={1} />
          </label>
        </p>
        <Outcome {...{ action, result, fileName, form }} />
      </form>
    </ConsoleLayout>
  );
}

type OutcomeProps = Pick<ImportProps, 'result' | 'fileName' | 'form'> & { readonly action: string };

function Outcome({ action, result, fileName, form }: OutcomeProps): JSX.Element {
  return (
    <div id="outcome" aria-live="polite">
      <FaultSummary form={form} fields={IMPORT_FIELDS} />
      {result ? (
        <>
          <h2 id="result">{result.dryRun ? 'What it would do' : 'What was done'}</h2>
          <p role="status">
            {fileName === undefined ? '' : `${fileName}: `}
            {figures(result)}
          </p>
          {result.deletionRefused === null ? null : (
            <p class="callout tone-late">Nothing was removed: {result.deletionRefused}</p>
          )}
          <Rejected result={result} />
          {result.dryRun ? <Next action={action} result={result} isFile={fileName !== undefined} /> : null}
        </>
      ) : null}
    </div>
  );
}

function figures({ dryRun, created, updated, unchanged, deleted, rejectedRows }: ImportResult): string {
  const be = dryRun ? 'would be ' : '';
  const parts: readonly (readonly [number, string])[] = [
    [created, `${be}created`],
    [updated, `${be}changed`],
    [unchanged, 'the same already'],
    [deleted, `${be}removed`],
    [rejectedRows, dryRun ? 'would be left out' : 'left out'],
  ];
  return `${parts.map(([count, words]) => `${count.toLocaleString('en')} ${words}`).join(', ')}.`;
}

interface NextProps {
  readonly action: string;
  readonly result: ImportResult;
  readonly isFile: boolean;
}

function Next({ action, result, isFile }: NextProps): JSX.Element {
  const { created, updated, deleted } = result;
  if (created + updated + deleted === 0) return <p>Nothing would change, so there is nothing to import.</p>;
  return (
    <>
      {isFile ? (
        <noscript>
          <p>Choose the file above once more: your browser has let go of it.</p>
        </noscript>
      ) : null}
      <button type="submit" formAction={action}>
        Import it
      </button>
    </>
  );
}

function Rejected({ result: { rejected, rejectedRows } }: { readonly result: ImportResult }): JSX.Element | null {
  if (rejected.length === 0) return null;
  const named = new Set(rejected.map(({ line }) => line)).size;
  return (
    <>
      <h3 id="rejected">Rows that break a rule</h3>
      {named < rejectedRows ? (
        <p class="muted">
          The first {String(named)} of {String(rejectedRows)}; all of them by the command line: forewarn import.
        </p>
      ) : null}
      <Table labelledBy="rejected" columns={['Line', 'Field', 'Rule']}>
        {rejected.map(({ line, field, message }) => (
          <tr key={`${String(line)} ${field} ${message}`}>
            <th scope="row">{line}</th>
            <td>{field}</td>
            <td>{message}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}
