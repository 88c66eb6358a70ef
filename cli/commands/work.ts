import type { WindowWork } from '../api-types';
import type { Addition, Context } from '../context';
import { noteMore, pages } from '../pages';
import { pathOf } from './command';
import { several, wholeNumber } from './options';
import { isOver, progressText, unhealthyText, workTable } from './work-text';

interface WorkOptions {
  readonly state?: readonly string[];
  readonly watch?: boolean;
  readonly limit: number;
}

/** Between two looks (ms). */
const PACE = 2_000;
/** Moves to the top of the terminal and removes what is below. */
const CLEARED = '\u001b[H\u001b[2J';

/** `work <reference>`: how far the work of a window is, and on which resources. */
export const addWork: Addition = (program, act) => {
  program
    .command('work')
    .description('show how far the work of a window is, and on which resources')
    .argument('<reference>', 'such as MW-2026-0001')
    .option(
      '--state <states>',
      'only resources in these states: due, claimed, running, done, failed, skipped, unknown',
      several,
    )
    .option('--watch', 'again every two seconds, until nothing is left to do')
    .option('--limit <number>', 'the most resources to list', wholeNumber, 100)
    .action(
      act(async (context, [reference]: [string], options: WorkOptions) => {
        const work = await (options.watch ? watched(context, reference, options) : read(context, reference, options));
        const { output } = context;
        // on a terminal the last picture stays
        if (options.watch && !output.json) return undefined;
        output.result(work, () => textOf(work));
        noteMore({ isMore: work.next !== null }, options.limit, output);
        return undefined;
      }),
    );
};

async function read({ client }: Context, reference: string, { state, limit }: WorkOptions): Promise<WindowWork> {
  let last: WindowWork | undefined;
  const path = pathOf(reference, 'work');
  const { items } = await pages(limit, async (page) => (last = await client.get<WindowWork>(path, { state, ...page })));
  return { ...(last ?? (await client.get<WindowWork>(path, { state, limit: 1 }))), items };
}

/** Shows the work again and again: on a terminal as one picture, elsewhere a line for every change. */
async function watched(context: Context, reference: string, options: WorkOptions): Promise<WindowWork> {
  const { io, output } = context;
  let told = '';
  for (;;) {
    const work = await read(context, reference, options);
    const progress = progressText(work);
    if (!output.json && io.stdout.isTTY === true) io.stdout.write(`${CLEARED}${textOf(work)}\n`);
    else if (!output.json && progress !== told) io.stdout.write(`${progress}\n`);
    told = progress;
    if (isOver(work)) return work;
    await io.pause(PACE);
  }
}

function textOf(work: WindowWork): string {
  return `${work.reference}  ${progressText(work)}\n\n${unhealthyText(work.unhealthy)}${workTable(work.items)}`;
}
