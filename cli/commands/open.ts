import type { Opened } from '../api-types';
import { Option } from 'commander';
import type { Addition } from '../context';
import { readJsonFile } from '../files';
import { printable, type Output } from '../output';
import { span } from './options';
import { AWAITED, untilPhase, type Awaited } from './wait';
import { languagesText, pageText, planText, untoldText } from './window-text';

interface OpenOptions {
  readonly draft?: boolean;
  readonly override?: string;
  readonly wait?: Awaited;
  readonly timeout: number;
  readonly key?: string;
}

/** How long --wait waits unless told otherwise (ms). */
export const USUAL_TIMEOUT = 3_600_000;

/** `open`: opens a window from its description. */
export const addOpen: Addition = (program, act) => {
  program
    .command('open')
    .description('open a window; the answer is its plan')
    .argument('<file>', 'the window as JSON, or - for the standard input')
    .option('--draft', 'a second person must approve it before customers are told')
    .option('--override <text>', 'why a conflict or a notice debt is accepted; by an approver, on record')
    .addOption(new Option('--wait <state>', 'go on when it is').choices(Object.keys(AWAITED)))
    .option(
      '--timeout <time>',
      'how long --wait waits, such as 90s, 15m, 2h or 3d; 1h unless given',
      span,
      USUAL_TIMEOUT,
    )
    .option('--key <text>', 'opens one window for it, however often it is repeated, such as the id of a pipeline')
    .action(
      act(async (context, [file]: [string], options: OpenOptions) => {
        const { io, client, output } = context;
        const { draft, override, wait, timeout: timeoutMs, key } = options;
        const body = {
          ...(await readJsonFile(io, file)),
          ...(draft ? { draft } : {}),
          ...(override === undefined ? {} : { override }),
        };
        const opened = await client.post<Opened>('/windows', body, key);
        // before the wait: however that ends, the window is there and has a reference
        output.result(opened, () => openedText(opened, output));
        if (wait !== undefined) {
          const { phase } = await untilPhase(context, { reference: opened.reference, timeoutMs }, wait);
          output.note(`${opened.reference} is ${phase}.`);
        }
        return undefined;
      }),
    );
};

function openedText(opened: Opened, { style }: Output): string {
  const { reference, phase, plan, debts, conflicts, links } = opened;
  return [
    `${style('green', 'Open:')} ${style('bold', reference)}, ${phase}`,
    planText(plan),
    ...[...debts, ...conflicts].map(({ text }) => style('yellow', `! ${printable(text)}`)),
    ...[...untoldText(opened), ...languagesText(opened)].map((text) => style('yellow', `! ${text}`)),
    ...(links.statusPage === null ? [] : [pageText(links)]),
  ].join('\n');
}
