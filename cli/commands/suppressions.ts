import { InvalidArgumentError } from 'commander';
import type { LiftedSuppression, Page, Suppression } from '../api-types';
import type { Addition } from '../context';
import { instant, printable, table } from '../output';
import { noteMore, pages } from '../pages';
import { given, wholeNumber } from './options';

interface LiftOptions {
  readonly reason: string;
  readonly by?: string;
  readonly domain?: string;
  readonly reply?: string;
  readonly window?: string;
}

/** `suppressions` and `suppressions lift`: addresses nothing is sent to, because mail to them was returned for good. */
export const addSuppressions: Addition = (program, act) => {
  const suppressions = program
    .command('suppressions')
    .description('list addresses that bounced permanently; nothing is sent to them')
    .option('--limit <number>', 'the most to list', wholeNumber, 100)
    .action(
      act(async ({ client, output }, _args: [], { limit }: { readonly limit: number }) => {
        const listed = await pages(limit, (page) => client.get<Page<Suppression>>('/suppressions', page));
        output.result(listed.items, () => suppressionsText(listed.items));
        noteMore(listed, limit, output);
        return undefined;
      }),
    );

  suppressions
    .command('lift')
    .description('send to an address again; `forewarn retry-failed` then sends what it missed')
    .argument('[address]', 'as the list shows it; without it, the options choose the addresses')
    .option('--domain <host>', 'every address at that host')
    .option('--reply <words>', 'every address whose refusal contains this text')
    .option('--window <reference>', 'every address that was listed by mails of that window')
    .requiredOption('--reason <text>', 'why it works again; it stays on record')
    .option('--by <name>', 'on whose behalf; who lifts it comes from the token')
    .action(
      act(
        async (
          { client, output },
          [address]: [string | undefined],
          { domain, reply, window, ...options }: LiftOptions,
        ) => {
          if (address === undefined) {
            const body = given({ ...options, domain, reply, window });
            const { addresses } = await client.post<{ addresses: string[] }>('/suppressions/lift', body);
            output.result({ addresses }, () => liftedText(addresses));
            return undefined;
          }
          if (domain !== undefined || reply !== undefined || window !== undefined) {
            throw new InvalidArgumentError('give an address, or --domain, --reply and --window, not both');
          }
          const path = `/suppressions/${encodeURIComponent(address)}/lift`;
          const lifted = await client.post<LiftedSuppression>(path, given({ ...options }));
          output.result(lifted, () => `Mail goes to ${printable(lifted.address)} again.`);
          return undefined;
        },
      ),
    );
};

function liftedText(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'No address on the list fits.';
  return ['Mail goes again to', ...addresses.map((address) => `  ${printable(address)}`)].join('\n');
}

function suppressionsText(suppressions: readonly Suppression[]): string {
  if (suppressions.length === 0) return 'No address is suppressed.';
  return table(
    ['ADDRESS', 'SINCE', 'ANSWER'],
    suppressions.map(({ address, since, reason }) => [printable(address), instant(since), printable(reason)]),
  );
}
