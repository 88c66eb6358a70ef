import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { Option } from 'commander';
import path from 'node:path';
import type { Fault, ImportResult } from '../api-types';
import type { Addition, Context } from '../context';
import { EXIT, Refused, Unreachable, Unusable, type ExitCode, type Problem } from '../failures';
import { codeOf, openInput } from '../files';
import type { Io } from '../io';
import { counted, figure, printable, type Output } from '../output';
import { createProgress } from '../progress';
import { tableArgument } from './tables';

const TYPES = { csv: 'text/csv', jsonl: 'application/x-ndjson' } as const;
type Format = keyof typeof TYPES;

interface ImportOptions {
  readonly format?: Format;
  readonly dryRun?: boolean;
  readonly deleteMissing?: boolean;
  readonly rejected?: string;
}

/** `import`: imports a file into a table of the inventory. */
export const addImport: Addition = (program, act) => {
  program
    .command('import')
    .description('import a file into the inventory: new rows are created, existing ones replaced, by id')
    .addArgument(tableArgument())
    .argument('<file>', 'CSV or JSON Lines, UTF-8; - for the standard input')
    .addOption(
      new Option('--format <format>', 'the format of the file, when its name does not show it').choices(
        Object.keys(TYPES),
      ),
    )
    .option('--dry-run', 'change nothing, and say what would be done')
    .option('--delete-missing', 'remove rows that are not in the file, unless a line was rejected')
    .option('--rejected <file>', 'write every rejected line to this CSV file (line, field, message)')
    .action(
      act((context, [table, file]: [string, string], options: ImportOptions) =>
        importFile(context, table, file, options),
      ),
    );
};

async function importFile(
  { io, client, output }: Context,
  table: string,
  file: string,
  options: ImportOptions,
): Promise<ExitCode> {
  const type = TYPES[options.format ?? formatOf(file)];
  const { bytes, size } = await openInput(io, file);
  const rejected = await createRejected(io, output, options.rejected);
  const progress = createProgress(io, file, size, !output.json);
  try {
    const query = { dryRun: options.dryRun, deleteMissing: options.deleteMissing, report: 'all' };
    const answer = await client.upload(
      `/inventory/${table}`,
      query,
      type,
      watched(bytes, (count) => progress.add(count)),
    );
    const result = await readReport(answer, (line, faults) => {
      progress.clear();
      rejected.add(line, faults);
    });
    progress.clear();
    await rejected.close();
    output.result({ ...result, rejected: rejected.kept }, () => resultText(result, output));
    if (result.deletionRefused !== null) output.note(`Nothing was removed: ${result.deletionRefused}.`);
    if (options.rejected !== undefined && result.rejectedRows > 0) {
      output.note(`The rejected lines are in ${options.rejected}.`);
    }
    return result.rejectedRows > 0 || result.deletionRefused !== null ? EXIT.failed : EXIT.ok;
  } catch (error) {
    progress.clear();
    if (error instanceof Unreachable) {
      throw new Unreachable(
        `${error.message} It is safe to repeat the import: rows that are already there stay unchanged.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  } finally {
    await rejected.close();
  }
}

function formatOf(file: string): Format {
  const ending = path.extname(file).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.jsonl' || ending === '.ndjson') return 'jsonl';
  throw new Unusable(
    `The format of ${file === '-' ? 'the standard input' : file} is not known: give --format csv or jsonl.`,
  );
}

async function* watched(bytes: AsyncIterable<Uint8Array>, tell: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    tell(piece.length);
    yield piece;
  }
}

/** One line of the API's report. */
type ReportLine =
  | { readonly line: number; readonly faults: readonly Fault[] }
  | { readonly result: ImportResult }
  | { readonly problem: Problem };

/** Reads the report to its end. Throws Refused when the import failed, Unreachable when the report is incomplete. */
async function readReport(
  pieces: AsyncIterable<Uint8Array>,
  onRejected: (line: number, faults: readonly Fault[]) => void,
): Promise<ImportResult> {
  for await (const text of linesOf(pieces)) {
    const read = JSON.parse(text) as ReportLine;
    if ('result' in read) return read.result;
    if ('problem' in read) throw new Refused(read.problem);
    onRejected(read.line, read.faults);
  }
  throw new Unreachable('The answer of the API broke off.');
}

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

interface Rejected {
  add(line: number, faults: readonly Fault[]): void;
  /** All rejected lines, for --json without a file. */
  readonly kept: readonly { readonly line: number; readonly faults: readonly Fault[] }[];
  close(): Promise<void>;
}

/** Rejected lines go to the requested file, otherwise into the JSON, otherwise to the terminal line by line. */
async function createRejected(io: Io, output: Output, name: string | undefined): Promise<Rejected> {
  const kept: { line: number; faults: readonly Fault[] }[] = [];
  if (name === undefined) {
    return {
      kept,
      add(line, faults) {
        if (output.json) kept.push({ line, faults });
        else io.stdout.write(faults.map((fault) => `line ${String(line)}: ${faultText(fault)}\n`).join(''));
      },
      close: () => Promise.resolve(),
    };
  }
  const file = createWriteStream(path.resolve(io.folder, name));
  await once(file, 'open').catch((error: unknown) => {
    throw new Unusable(`${name} cannot be written (${codeOf(error)}).`, { cause: error });
  });
  file.write('line,field,message\n');
  return {
    kept,
    add(line, faults) {
      for (const { field, message } of faults) file.write(`${String(line)},${quoted(field)},${quoted(message)}\n`);
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  };
}

function faultText({ field, message }: Fault): string {
  return `${printable(field)} ${printable(message)}`;
}

/** An apostrophe keeps a spreadsheet from running text of the file as a formula. */
function quoted(cell: string): string {
  const safe = /^[=+\-@\t]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function resultText(result: ImportResult, { style }: Output): string {
  const { table, dryRun, created, updated, unchanged, deleted, rejectedRows } = result;
  const done = [
    `${figure(created)} created`,
    `${figure(updated)} updated`,
    `${figure(unchanged)} unchanged`,
    ...(deleted > 0 ? [`${figure(deleted)} removed`] : []),
  ].join(', ');
  const refused = rejectedRows > 0 ? `, ${style('red', `${counted(rejectedRows, 'line')} rejected`)}` : '';
  return `${table}: ${done}${refused}${dryRun ? ' (a dry run: nothing was changed)' : ''}`;
}
