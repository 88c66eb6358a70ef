import type { Blackout, MadeBlackout, Page } from '../api-types';
import type { Addition } from '../context';
import { instant, printable, table } from '../output';
import { noteMore, pages } from '../pages';
import { given, wholeNumber } from './options';

interface ListOptions {
  readonly organization?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

interface AddOptions {
  readonly id?: string;
  readonly organization?: string;
  readonly start: string;
  readonly end: string;
  readonly reason: string;
}

/** `blackouts …`: periods in which no window may take place. */
export const addBlackouts: Addition = (program, act) => {
  const blackouts = program.command('blackouts').description('periods in which no window may take place');

  blackouts
    .command('list', { isDefault: true })
    .description('list them by start')
    .option('--organization <id>', 'those that concern it, those for everybody included')
    .option('--from <instant>', 'those that end after it, such as 2026-12-01T00:00:00Z')
    .option('--to <instant>', 'those that begin before it')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, _args: [], { limit, ...filters }: ListOptions) => {
        const listed = await pages(limit, (page) => client.get<Page<Blackout>>('/blackouts', { ...filters, ...page }));
        output.result(listed.items, () => blackoutsText(listed.items));
        noteMore(listed, limit, output);
        return undefined;
      }),
    );

  blackouts
    .command('add')
    .description('block a period for windows; the answer lists those already planned in it')
    .requiredOption('--start <instant>', 'such as 2027-11-25T00:00:00Z')
    .requiredOption('--end <instant>', 'such as 2027-11-30T00:00:00Z')
    .requiredOption('--reason <text>', 'why, for staff')
    .option('--organization <id>', 'for one organization; for everybody when left out')
    .option('--id <name>', 'a name of your own, such as black-friday-2027')
    .action(
      act(async ({ client, output }, _args: [], options: AddOptions) => {
        const made = await client.post<MadeBlackout>('/blackouts', given({ ...options }));
        output.result(made, () =>
          [
            `${output.style('green', 'In force:')} ${output.style('bold', made.id)}, ${periodOf(made)}`,
            ...made.warnings.map(({ text }) => output.style('yellow', `! ${printable(text)}`)),
          ].join('\n'),
        );
        return undefined;
      }),
    );

  blackouts
    .command('remove')
    .description('delete a blackout; windows can be planned in that period again at once')
    .argument('<id>', 'as the list shows it')
    .action(
      act(async ({ client, output }, [id]: [string]) => {
        const was = await client.delete<Blackout>(`/blackouts/${encodeURIComponent(id)}`);
        output.result(was, () => `Taken off: ${was.id}, ${periodOf(was)}`);
        return undefined;
      }),
    );
};

function periodOf({ start, end, organization }: Blackout): string {
  return `${instant(start)} to ${instant(end)}, for ${organization ?? 'everybody'}`;
}

function blackoutsText(blackouts: readonly Blackout[]): string {
  if (blackouts.length === 0) return 'There is no blackout.';
  return table(
    ['BLACKOUT', 'START', 'END', 'FOR', 'REASON'],
    blackouts.map(({ id, start, end, organization, reason }) => [
      id,
      instant(start),
      instant(end),
      organization ?? 'everybody',
      printable(reason),
    ]),
  );
}
