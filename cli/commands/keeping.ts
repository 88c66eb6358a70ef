import { InvalidArgumentError } from 'commander';
import type { Erased, Retention } from '../api-types';
import type { Addition } from '../context';
import { counted, figure, instant, printable, table } from '../output';
import { given } from './options';

interface EraseOptions {
  readonly contact?: string;
  readonly address?: string;
  readonly by?: string;
}

/** `erase` and `retention`: what names people, how long it is kept, and erasing it on request (T6). */
export const addKeeping: Addition = (program, act) => {
  program
    .command('erase')
    .description(
      'erase a person: address and name become a keyed hash everywhere, and the proof stays; for administrators',
    )
    .option('--contact <id>', 'a contact, with every address it had')
    .option('--address <mail>', 'whoever has this address')
    .option('--by <name>', 'on whose behalf; who asks for it comes from the token')
    .action(
      act(async ({ client, output }, _args: [], options: EraseOptions) => {
        if ((options.contact === undefined) === (options.address === undefined)) {
          throw new InvalidArgumentError('say whom: either --contact or --address');
        }
        const erased = await client.post<Erased>('/erasures', given({ ...options }));
        output.result(erased, () => erasedText(erased));
        return undefined;
      }),
    );

  program
    .command('retention')
    .description('how long what names people is kept, what is due, and what the last run removed')
    .action(
      act(async ({ client, output }) => {
        const retention = await client.get<Retention>('/retention');
        output.result(retention.items, () => retentionText(retention));
        return undefined;
      }),
    );
};

function erasedText({ hashes, counts, inHistories }: Erased): string {
  const rows = Object.entries(counts).sort(([a], [b]) => a.localeCompare(b));
  const lines =
    rows.length === 0
      ? ['Nothing was left to erase.']
      : [
          `Erased; in its place stands ${hashes.map(printable).join(', ')}.`,
          table(
            ['TABLE', 'ROWS'],
            rows.map(([name, count]) => [printable(name), figure(count)]),
          ),
        ];
  if (inHistories.length > 0) {
    const windows = counted(inHistories.length, 'window');
    lines.push(
      `Until its retention has removed them, Temporal keeps the histories of ${windows} that name it: ${inHistories.map(printable).join(', ')}.`,
    );
  }
  return lines.join('\n');
}

function retentionText({ items }: Retention): string {
  return table(
    ['KIND', 'KEPT', 'DUE', 'LAST RUN', 'REMOVED', 'WHAT'],
    items.map(({ kind, days, due, ranAt, removed, what }) => [
      kind,
      days === null ? 'for ever' : counted(days, 'day'),
      figure(due),
      ranAt === null ? 'never' : instant(ranAt),
      figure(removed),
      what,
    ]),
  );
}
