import type { Command } from 'commander';
import { createClient, type Client } from './client';
import { EXIT, type ExitCode } from './failures';
import type { Io } from './io';
import { createOutput, type Output } from './output';
import { readAddress, readSettings } from './settings';

/** What a subcommand works with. */
export interface Context {
  readonly io: Io;
  /** Made when it is asked for, because it needs a token. */
  readonly client: Client;
  /** The address of the API. */
  readonly url: string;
  readonly output: Output;
}

/** A group of subcommands that adds itself to the program. */
export type Addition = (program: Command, act: Act) => void;

/** Turns a function of the context into a commander action; its exit code is kept until the end. */
export type Act = (
  action: (context: Context, args: never, options: never) => Promise<ExitCode | undefined>,
) => (...given: unknown[]) => Promise<void>;

export interface GlobalOptions {
  readonly json?: boolean;
  readonly url?: string;
  readonly color?: boolean;
}

export function globalOutput(io: Io, options: GlobalOptions): Output {
  return createOutput(io, { json: options.json ?? false, color: options.color ?? true });
}

export function createAct(io: Io, end: (code: ExitCode) => void): Act {
  return (action) =>
    async (...given) => {
      // commander passes the arguments, the options and the command itself
      const command = given.pop() as Command;
      const options = given.pop();
      const globals = command.optsWithGlobals<GlobalOptions>();
      const context: Context = {
        io,
        get client() {
          return createClient(readSettings(io, { url: globals.url }), (ms) => io.pause(ms));
        },
        get url() {
          return readAddress(io, { url: globals.url });
        },
        output: globalOutput(io, globals),
      };
      end((await action(context, given as never, options as never)) ?? EXIT.ok);
    };
}
