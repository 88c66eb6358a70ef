import type { Command } from 'commander';
import type { CommandAnswer } from '../api-types';
import type { Act } from '../context';
import type { Io } from '../io';
import { instant, printable, type Output } from '../output';
import { given, wholeNumber } from './options';

/** Options of every command that changes a window. */
export interface Common {
  readonly by?: string;
  readonly expectedRevision?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads options that are no fields of the body as they are. */
type ToBody = (options: Fields, io: Io) => Fields | Promise<Fields>;

/**
 * A command of the window: `add(name, description, addOptions)`; its options are the fields of its body unless `toBody` makes
 * the body of them.
 */
export function commandAdder(program: Command, act: Act) {
  return (
    name: string,
    description: string,
    addOptions: (made: Command) => Command = (made) => made,
    toBody: ToBody = (options) => options,
  ): void => {
    addOptions(common(program.command(name).description(description))).action(
      act(async ({ io, client, output }, [reference]: [string], options: Fields) => {
        const body = given(await toBody(options, io));
        const answer = await client.post<CommandAnswer>(pathOf(reference, camelCase(name)), body);
        output.result(answer, () => answerText(answer, output));
        return undefined;
      }),
    );
  };
}

/** The window's reference, and who gives the command for which revision. */
export function common(made: Command): Command {
  return made
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--by <name>', "who gives the command; the token's name when left out")
    .option('--expected-revision <number>', 'refuse when the window has changed since', wholeNumber);
}

/** `--reason`, which customers read. */
export function forCustomers(made: Command): Command {
  return made.requiredOption('--reason <text>', 'why, for customers');
}

/** For whoever answers for a conflict or a notice debt. */
export function overridable(made: Command): Command {
  return made.option('--override <text>', 'why a conflict or a notice debt is accepted; by an approver, on record');
}

export function pathOf(reference: string, name: string): string {
  return `/windows/${encodeURIComponent(reference)}/${name}`;
}

/** `approve-rfo` → `approveRfo`. */
function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

export function answerText({ reference, phase, revision, next, attention }: CommandAnswer, { style }: Output): string {
  return [
    `${style('green', 'Done:')} ${style('bold', reference)} is ${phase}, revision ${String(revision)}`,
    ...(next ? [`Next: ${printable(next.what)}, ${instant(next.at)}`] : []),
    ...attention.map(({ text }) => style('yellow', `! ${printable(text)}`)),
  ].join('\n');
}
