import { Argument } from 'commander';
import type { Measure, MeasureInDetail, Page } from '../api-types';
import type { Addition } from '../context';
import { counted, instant, printable, table } from '../output';
import { noteMore, pages } from '../pages';
import { given, positiveNumber, wholeNumber } from './options';

interface ListOptions {
  readonly window?: string;
  readonly owner?: string;
  readonly all?: boolean;
  readonly late?: boolean;
  readonly limit: number;
}

const NUMBER = 'the number that `forewarn measures` shows';
const BEHALF = 'on whose behalf; who did it comes from the token';

/** `measures`, `measures show`, `done`, `give-up` and `postpone`: what published reports promised, until it is done (E5). */
export const addMeasures: Addition = (program, act) => {
  const measures = program
    .command('measures')
    .description('list the preventive measures that published reports promised, the earliest date first')
    .option('--window <reference>', 'only those of this window')
    .option('--owner <name>', 'only those of this person of the staff, by id, address or name')
    .option('--all', 'include those that have ended')
    .option('--late', 'only those whose date has passed')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, _args: [], { window, owner, all, late, limit }: ListOptions) => {
        const asked = { window, owner, open: all ? undefined : true, late };
        const listed = await pages(limit, (page) => client.get<Page<Measure>>('/measures', { ...asked, ...page }));
        output.result(listed.items, () => measuresText(listed.items, all === true));
        noteMore(listed, limit, output);
        return undefined;
      }),
    );

  measures
    .command('show')
    .description('one measure and everything that has happened to it')
    .argument('<id>', NUMBER, positiveNumber)
    .action(
      act(async ({ client, output }, [id]: [number]) => {
        const measure = await client.get<MeasureInDetail>(`/measures/${String(id)}`);
        output.result(measure, () => measureText(measure));
        return undefined;
      }),
    );

  measures
    .command('done')
    .description('say that measures are done')
    .addArgument(new Argument('<ids...>', 'the numbers that `forewarn measures` shows').argParser(numbers))
    .option('--note <text>', 'what came of it')
    .option('--by <name>', BEHALF)
    .action(
      act(async ({ client, output }, [ids]: [readonly number[]], options: { note?: string; by?: string }) => {
        const done: Measure[] = [];
        for (const id of new Set(ids)) {
          done.push(await client.post<Measure>(`/measures/${String(id)}/done`, given({ ...options })));
          // measures stay done when a later one is refused
          output.note(`Measure ${String(id)} is done.`);
        }
        output.result(done, () => `${counted(done.length, 'measure')} done`);
        return undefined;
      }),
    );

  measures
    .command('give-up')
    .description('give a measure up, with a reason')
    .argument('<id>', NUMBER, positiveNumber)
    .requiredOption('--reason <text>', 'why it is not going to be done')
    .option('--by <name>', BEHALF)
    .action(
      act(async ({ client, output }, [id]: [number], options: { reason: string; by?: string }) => {
        const changed = await client.post<Measure>(`/measures/${String(id)}/give-up`, given({ ...options }));
        output.result(changed, () => `Measure ${String(id)} is given up.`);
        return undefined;
      }),
    );

  measures
    .command('postpone')
    .description('give a measure a new date, with a reason')
    .argument('<id>', NUMBER, positiveNumber)
    .requiredOption('--due <date>', 'the new date, such as 2027-03-31')
    .requiredOption('--reason <text>', 'why it takes longer')
    .option('--by <name>', BEHALF)
    .action(
      act(async ({ client, output }, [id]: [number], options: { due: string; reason: string; by?: string }) => {
        const changed = await client.post<Measure>(`/measures/${String(id)}/postpone`, given({ ...options }));
        output.result(changed, () => `Measure ${String(id)} is due on ${options.due} now.`);
        return undefined;
      }),
    );
};

function numbers(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, positiveNumber(text)];
}

function measuresText(measures: readonly Measure[], isAll: boolean): string {
  if (measures.length === 0) return isAll ? 'No measure matches.' : 'Nothing that was promised is left to do.';
  return table(
    ['ID', 'WINDOW', 'DUE', 'OWNER', ...(isAll ? ['STATE'] : []), 'WHAT'],
    measures.map(({ id, reference, due, owner, state, text }) => [
      String(id),
      reference,
      due,
      printable(owner),
      ...(isAll ? [state] : []),
      printable(text),
    ]),
  );
}

function measureText({ id, reference, due, owner, state, text, note, history, ...measure }: MeasureInDetail): string {
  return [
    `Measure ${String(id)} of ${reference}: ${state}, due on ${due}, owner ${printable(owner)}${measure.public ? ', public' : ''}`,
    printable(text),
    ...(note === null ? [] : [printable(note)]),
    '',
    table(
      ['WHEN', 'WHO', 'DOOR', 'WHAT'],
      history.map((line) => [instant(line.at), printable(line.by), line.door, printable(line.text)]),
    ),
  ].join('\n');
}
