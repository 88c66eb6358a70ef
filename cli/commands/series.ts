import type { Command } from 'commander';
import type { Night, Page, Series, SeriesSummary } from '../api-types';
import type { Addition, Context } from '../context';
import type { ExitCode } from '../failures';
import { readJsonFile } from '../files';
import { figure, instant, printable, table, type Output } from '../output';
import { several, wholeNumber } from './options';
import { pages } from '../pages';

/** `series …`: recurring windows. */
export const addSeries: Addition = (program, act) => {
  const series = program.command('series').description('recurring windows: a window for every night of a plan');

  series
    .command('list', { isDefault: true })
    .description('list series, newest first, each with its next night')
    .option('--state <states>', 'in one of these states: active, paused, ended', several)
    .option('--limit <number>', 'the most to list', wholeNumber, 50)
    .action(
      act(async ({ client, output }, _args: [], { limit, state }: { limit: number; state?: readonly string[] }) => {
        const { items, isMore } = await pages(limit, (page) =>
          client.get<Page<SeriesSummary>>('/series', { state, ...page }),
        );
        output.result(items, () => listText(items, output));
        if (isMore) output.note(`There are more than ${figure(limit)}; ask for them with --limit.`);
      }),
    );

  series
    .command('show')
    .description('show one series: its nights and their windows')
    .argument('<series>', 'such as MS-2026-0001')
    .action(act(async ({ client, output }, [id]: [string]) => shown(output, await client.get<Series>(pathOf(id)))));

  series
    .command('create')
    .description('plan recurring windows; the answer is the next nights')
    .argument('<file>', 'the series as JSON, or - for the standard input')
    .action(
      act(async ({ io, client, output }, [file]: [string]) =>
        shown(output, await client.post<Series>('/series', await readJsonFile(io, file))),
      ),
    );

  const night = (made: Command) =>
    made.argument('<series>', 'such as MS-2026-0001').argument('<night>', 'the local date, such as 2027-03-28');
  night(series.command('skip').description('skip a night that has no window yet'))
    .requiredOption('--reason <text>', 'why, for staff')
    .action(
      act((context, [id, date]: [string, string], { reason }: { reason: string }) =>
        give(context, id, 'skip', { night: date, reason }),
      ),
    );
  night(series.command('unskip').description('undo a skip or a refusal')).action(
    act((context, [id, date]: [string, string]) => give(context, id, 'unskip', { night: date })),
  );

  for (const [name, description] of [
    ['pause', 'open no further windows for now'],
    ['resume', 'open windows again'],
  ] as const) {
    series
      .command(name)
      .description(description)
      .argument('<series>', 'such as MS-2026-0001')
      .action(act((context, [id]: [string]) => give(context, id, name)));
  }

  series
    .command('end')
    .description('end a series for good; windows that are open stay')
    .argument('<series>', 'such as MS-2026-0001')
    .action(act(async ({ client, output }, [id]: [string]) => shown(output, await client.delete<Series>(pathOf(id)))));
};

async function give(
  { client, output }: Context,
  id: string,
  command: string,
  body: object = {},
): Promise<ExitCode | undefined> {
  const series = await client.post<Series>(`${pathOf(id)}/${command}`, body);
  return shown(output, series);
}

function shown(output: Output, series: Series): ExitCode | undefined {
  output.result(series, () => seriesText(series, output));
  return undefined;
}

function pathOf(id: string): string {
  return `/series/${encodeURIComponent(id)}`;
}

function listText(series: readonly SeriesSummary[], { style }: Output): string {
  if (series.length === 0) return 'There is no series.';
  return table(
    ['SERIES', 'STATE', 'NEXT NIGHT', 'WINDOW', 'NAME'],
    series.map(({ id, state, next, name }) => [
      style('bold', id),
      state,
      next ? localTime(next) : '-',
      next?.reference ?? '-',
      printable(name),
    ]),
  );
}

function seriesText({ id, name, state, leadDays, recurrence, nights }: Series, { style }: Output): string {
  const about = `${state}, ${printable(recurrence.timeZone)}, opened ${String(leadDays)} days before`;
  return [
    `${style('bold', id)} ${printable(name)}\n${about}`,
    nights.length === 0
      ? 'No nights.'
      : table(
          ['NIGHT', 'LOCAL START', 'START', 'STATE', 'WINDOW', ''],
          nights.map((night) => [
            night.night,
            localTime(night),
            instant(night.start),
            night.state === 'refused' ? style('yellow', night.state) : night.state,
            night.reference === null ? '-' : `${night.reference} ${night.phase ?? ''}`.trim(),
            printable([night.note, night.reason, opensText(night)].filter((text) => text !== null).join(' ')),
          ]),
        ),
  ].join('\n\n');
}

/** `2027-03-28 03:30 +02:00`. */
function localTime({ localStart }: Night): string {
  return printable(localStart).replace(/^(.{10})T(.{5}):\d\d/, '$1 $2 ');
}

function opensText({ opensAt }: Night): string | null {
  return opensAt && `Opens ${instant(opensAt)}.`;
}
