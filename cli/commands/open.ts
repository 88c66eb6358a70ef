import type { Opened } from '../api-types';
import type { Addition } from '../context';
import { readJsonFile } from '../files';
import { printable, type Output } from '../output';
import { pageText, planText, untoldText } from './window-text';

interface OpenOptions {
  readonly draft?: boolean;
  readonly override?: string;
}

/** `open`: opens a window from its description. */
export const addOpen: Addition = (program, act) => {
  program
    .command('open')
    .description('open a window; the answer is its plan')
    .argument('<file>', 'the window as JSON, or - for the standard input')
    .option('--draft', 'a second person must approve it before customers are told')
    .option('--override <text>', 'why a conflict or a notice debt is accepted; by an approver, on record')
    .action(
      act(async ({ io, client, output }, [file]: [string], { draft, override }: OpenOptions) => {
        const body = {
          ...(await readJsonFile(io, file)),
          ...(draft ? { draft } : {}),
          ...(override === undefined ? {} : { override }),
        };
        const opened = await client.post<Opened>('/windows', body);
        output.result(opened, () => openedText(opened, output));
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
    ...untoldText(opened).map((text) => style('yellow', `! ${text}`)),
    ...(links.statusPage === null ? [] : [pageText(links)]),
  ].join('\n');
}
