import { Argument, type Command } from 'commander';
import { bash, fish, zsh, type Completable } from '../completion-scripts';
import type { Addition } from '../context';

type ShownOption = Completable['options'][number];

const SCRIPTS = { bash, zsh, fish } as const;

/** `completion`: prints a script that lets a shell complete the commands. */
export const addCompletion: Addition = (program) => {
  program
    .command('completion')
    .description('print a completion script; load it from the start file of the shell')
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => {
      program.configureOutput().writeOut?.(SCRIPTS[shell](completables(program)));
    });
};

/** The program's commands and what can follow them, read from the program itself. */
function completables(program: Command): Completable[] {
  const globals = optionsOf(program);
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [...optionsOf(command), ...distinct(command.commands.flatMap(optionsOf), command), ...globals],
    words: [
      ...command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
      ...command.commands.map((sub) => sub.name()),
    ],
  }));
}

/** The options of all subcommands, each once, without those of the command itself. */
function distinct(options: readonly ShownOption[], { options: own }: Command): ShownOption[] {
  const taken = new Set(own.map(({ long }) => long));
  return [...new Map(options.map((option) => [option.name, option])).values()].filter(({ name }) => !taken.has(name));
}

function optionsOf(command: Command): ShownOption[] {
  return command.options
    .filter(({ hidden, long }) => !hidden && long)
    .map(({ long, description }) => ({ name: long ?? '', description }));
}
