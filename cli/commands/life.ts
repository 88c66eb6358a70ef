import type { Command } from 'commander';
import type { CommandAnswer, Opened } from '../api-types';
import type { Addition, Act } from '../context';
import { readJsonFile } from '../files';
import { instant, printable, type Output } from '../output';
import { given, wholeNumber } from './options';
import { pageText, planText } from './windows';

/** Options of every command that changes a window. */
interface Common {
  readonly by?: string;
  readonly expectedRevision?: number;
}

/** `open` and everything people do to a window afterwards. */
export const addLife: Addition = (program, act) => {
  program
    .command('open')
    .description('open a window; the answer is its plan')
    .argument('<file>', 'the window as JSON, or - for the standard input')
    .action(
      act(async ({ io, client, output }, [file]: [string]) => {
        const opened = await client.post<Opened>('/windows', await readJsonFile(io, file));
        output.result(opened, () => openedText(opened, output));
      }),
    );

  command(program, act, 'start', 'the work has begun', (made) =>
    made.option('--note <text>', 'a sentence for the page'),
  );
  command(program, act, 'post', 'tell customers how it goes', (made) =>
    made
      .requiredOption('--message <text>', 'what customers read')
      .option('--next-update-by <instant>', 'a promise: the next word comes by then')
      .option('--no-notify', 'on the page only, no mail'),
  );
  command(program, act, 'verify', 'the work is done and is being checked', (made) =>
    made.option('--note <text>', 'a sentence for the page'),
  );
  command(program, act, 'complete', 'the work is over', (made) =>
    made
      .option('--message <text>', 'what customers read about the outcome')
      .option('--customer-impact-minutes <number>', 'how long customers really saw it', wholeNumber),
  );
  command(program, act, 'reschedule', 'a new date; everybody who was told hears it', (made) =>
    made
      .requiredOption('--start <instant>', 'such as 2026-12-12T01:00:00Z')
      .requiredOption('--end <instant>', 'such as 2026-12-12T03:00:00Z')
      .requiredOption('--reason <text>', 'why, for customers'),
  );
  command(program, act, 'cancel', 'the work will not be done; everybody who was told hears it', (made) =>
    made.requiredOption('--reason <text>', 'why, for customers'),
  );

  command(program, act, 'retry-failed', 'send again what failed for good or was held back', (made) =>
    made.option('--notice <name>', 'such as announcement; the latest notice with failures when left out'),
  );

  common(program.command('draft-rfo').description('write a version of the reason-for-outage report'))
    .argument('<file>', 'the report as JSON, or - for the standard input')
    .action(
      act(async ({ io, client, output }, [reference, file]: [string, string], options: Common) => {
        const body = { ...(await readJsonFile(io, file)), ...given(options) };
        const answer = await client.post<CommandAnswer>(pathOf(reference, 'draftRfo'), body);
        output.result(answer, () => answerText(answer, output));
      }),
    );
  command(program, act, 'approve-rfo', 'publish the drafted report to everybody affected', (made) =>
    made.option('--version <number>', 'the draft that is meant', wholeNumber),
  );
};

/** A command whose options are the fields of its body. */
function command(
  program: Command,
  act: Act,
  name: string,
  description: string,
  addOptions: (made: Command) => Command,
): void {
  addOptions(common(program.command(name).description(description))).action(
    act(async ({ client, output }, [reference]: [string], options: Common & { readonly notify?: boolean }) => {
      // commander's default for --no-notify is also the API's
      const { notify, ...fields } = options;
      const body = given({ ...fields, notify: notify === false ? false : undefined });
      const answer = await client.post<CommandAnswer>(pathOf(reference, camelCase(name)), body);
      output.result(answer, () => answerText(answer, output));
    }),
  );
}

function common(made: Command): Command {
  return made
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--by <name>', "who gives the command; the token's name when left out")
    .option('--expected-revision <number>', 'refuse when the window has changed since', wholeNumber);
}

function pathOf(reference: string, name: string): string {
  return `/windows/${encodeURIComponent(reference)}/${name}`;
}

/** `approve-rfo` → `approveRfo`. */
function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function openedText(opened: Opened, { style }: Output): string {
  const { reference, phase, plan, debts, conflicts, links } = opened;
  return [
    `${style('green', 'Open:')} ${style('bold', reference)}, ${phase}`,
    planText(plan),
    ...[...debts, ...conflicts].map(({ text }) => style('yellow', `! ${printable(text)}`)),
    ...(links.statusPage === null ? [] : [pageText(links)]),
  ].join('\n');
}

function answerText({ reference, phase, revision, next, attention }: CommandAnswer, { style }: Output): string {
  return [
    `${style('green', 'Done:')} ${style('bold', reference)} is ${phase}, revision ${String(revision)}`,
    ...(next ? [`Next: ${printable(next.what)}, ${instant(next.at)}`] : []),
    ...attention.map(({ text }) => style('yellow', `! ${printable(text)}`)),
  ].join('\n');
}
