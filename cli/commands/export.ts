import { Option } from 'commander';
import type { Addition } from '../context';
import { createProgress } from '../progress';
import { save } from '../save';
import { tableArgument } from './tables';

interface ExportOptions {
  readonly format: string;
  readonly output?: string;
}

/** `export`: writes a table of the inventory as a file that `import` accepts unchanged. */
export const addExport: Addition = (program, act) => {
  program
    .command('export')
    .description('write a table of the inventory to a file or the standard output')
    .addArgument(tableArgument())
    .addOption(new Option('--format <format>', 'CSV, or JSON Lines').choices(['csv', 'jsonl']).default('csv'))
    .option('-o, --output <file>', 'the file to write; it appears once it is complete')
    .action(
      act(async ({ io, client, output }, [table]: [string], { format, output: file }: ExportOptions) => {
        const pieces = await client.read(`/inventory/${table}/export`, { format });
        const progress = createProgress(io, table, undefined, file !== undefined && !output.json);
        try {
          await save(io, watched(pieces, progress.add), file);
        } finally {
          progress.clear();
        }
        if (file !== undefined) output.note(`${table} is in ${file}.`);
        return undefined;
      }),
    );
};

async function* watched(bytes: AsyncIterable<Uint8Array>, tell: (count: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    tell(piece.length);
    yield piece;
  }
}
