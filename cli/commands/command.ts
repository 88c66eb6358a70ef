import type { Command } from 'commander';
import type { CommandAnswer } from '../api-types';
import { instant, printable, type Output } from '../output';
import { wholeNumber } from './options';

/** Arguments and options of every command: the window's reference, who gives the command, and for which revision. */
export function common(made: Command): Command {
  return made
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--by <name>', 'on whose behalf; who gives the command comes from the token')
    .option('--expected-revision <number>', 'refuse when the window has changed since', wholeNumber);
}

export function pathOf(reference: string, name: string): string {
  return `/windows/${encodeURIComponent(reference)}/${name}`;
}

export function answerText({ reference, phase, revision, next, attention }: CommandAnswer, { style }: Output): string {
  return [
    `${style('green', 'Done:')} ${style('bold', reference)} is ${phase}, revision ${String(revision)}`,
    ...(next ? [`Next: ${printable(next.what)}, ${instant(next.at)}`] : []),
    ...attention.map(({ text }) => style('yellow', `! ${printable(text)}`)),
  ].join('\n');
}
