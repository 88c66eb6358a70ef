import { Argument } from 'commander';
import type { Difference, Differences, Repaired } from '../api-types';
import type { Addition } from '../context';
import { EXIT } from '../failures';
import { instant, printable } from '../output';
import { given } from './options';

interface RepairOptions {
  readonly reason: string;
  readonly by?: string;
}

const NEVER = 'They have not been compared yet: a worker does it every two minutes.';

/** `differences` and `repair`: windows whose workflow and record disagree (T7). */
export const addDifferences: Addition = (program, act) => {
  program
    .command('differences')
    .description('windows whose workflow and record disagree; ends with 1 when there are some')
    .action(
      act(async ({ client, output }) => {
        const { items, comparedAt } = await client.get<Differences>('/differences');
        output.result(items, () => differencesText(items));
        output.note(comparedAt === null ? NEVER : `Last compared ${instant(comparedAt)}.`);
        return items.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );

  program
    .command('repair')
    .description('repair such a window; nobody is told twice')
    .argument('<reference>', 'the window, such as MW-2026-0001')
    .addArgument(
      new Argument('<how>', 'adopt: record from workflow; restart: workflow from record; write-off').choices([
        'adopt',
        'restart',
        'write-off',
      ]),
    )
    .requiredOption('--reason <text>', 'what happened; it stays on record')
    .option('--by <name>', 'on whose behalf; who repairs it comes from the token')
    .action(
      act(async ({ client, output }, [reference, how]: [string, string], options: RepairOptions) => {
        const path = `/windows/${encodeURIComponent(reference)}/repair`;
        const repaired = await client.post<Repaired>(path, given({ how, ...options }));
        output.result(repaired, () => `${repaired.reference} is repaired (${repaired.how}).`);
        return undefined;
      }),
    );
};

function differencesText(items: readonly Difference[]): string {
  if (items.length === 0) return 'Every window agrees with its workflow.';
  return items
    .map(({ reference, kind, detail, help, since }) =>
      [
        `${printable(reference)}  ${kind}, since ${instant(since)}`,
        `  ${printable(detail)}`,
        `  ${printable(help)}`,
      ].join('\n'),
    )
    .join('\n\n');
}
