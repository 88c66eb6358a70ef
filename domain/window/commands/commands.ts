import type { z } from 'zod';
import { UNVERIFIED } from '../../shared/actor';
import type { ErrorCode } from '../../shared/errors';
import { read, type Fault } from '../../shared/validation';
import { abortWork } from './abort-work';
import { approve } from './approve';
import { approveRfo } from './approve-rfo';
import { cancel } from './cancel';
import { ANY_COMMAND_REFUSES, type Given, type Giver, type RecordRefusal } from './command';
import { complete } from './complete';
import { draftRfo } from './draft-rfo';
import { edit } from './edit';
import { enterValue } from './enter-value';
import { extend } from './extend';
import { nominate } from './nominate';
import { offer } from './offer';
import { pauseWork } from './pause-work';
import { post } from './post';
import { reclassify } from './reclassify';
import { refer } from './refer';
import { releaseAlternate } from './release-alternate';
import { requestChanges } from './request-changes';
import { reschedule } from './reschedule';
import { rescope } from './rescope';
import { resumeWork } from './resume-work';
import { retryFailed } from './retry-failed';
import { retryWork } from './retry-work';
import { skipWork } from './skip-work';
import { start } from './start';
import { tick } from './tick';
import { useAlternate } from './use-alternate';
import { verify } from './verify';
import { withdraw } from './withdraw';
import { writeOff } from './write-off';

/** Every command of a window, by the name it has in the API, as an update and as a signal. */
export const COMMANDS = {
  approve,
  requestChanges,
  withdraw,
  nominate,
  edit,
  reschedule,
  rescope,
  offer,
  refer,
  reclassify,
  useAlternate,
  releaseAlternate,
  start,
  post,
  extend,
  verify,
  tick,
  pauseWork,
  resumeWork,
  abortWork,
  skipWork,
  retryWork,
  complete,
  enterValue,
  cancel,
  writeOff,
  draftRfo,
  approveRfo,
  retryFailed,
};
export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** A command the schema has read, without its name: times are UTC ms, defaults filled in. */
export type BodyOf<N extends CommandName> = z.output<(typeof COMMANDS)[N]['schema']>;
/** With its name and who gives it. */
export type CommandOf<N extends CommandName> = { [K in N]: { readonly name: K } & Given<BodyOf<K>> }[N];
export type Command = CommandOf<CommandName>;

/** What the command does and a sample of it, in the one line that the Temporal UI shows. */
export function helpOf(name: CommandName): string {
  const { summary, example } = COMMANDS[name];
  return `${summary} ${JSON.stringify(example)}`;
}

/** Everything the window can refuse the command with, each code once. */
export function refusalsOf(name: CommandName): ErrorCode[] {
  const { refusals, recordRefusals = [], workRefusals = [] }: Refusing = COMMANDS[name];
  return [...new Set([...ANY_COMMAND_REFUSES, ...refusals, ...recordRefusals, ...workRefusals])];
}
interface Refusing {
  readonly refusals: readonly ErrorCode[];
  readonly recordRefusals?: readonly RecordRefusal[];
  readonly workRefusals?: readonly ErrorCode[];
}

/**
 * The command, or the first faults in words: `message: must not be empty`. Never throws, whatever `raw` is. `giver`: who gives it,
 * whatever the body names; without one it is whom the body names.
 */
export function parseCommand(
  name: CommandName,
  raw: unknown,
  giver?: Giver,
): { command: Command } | { faults: Fault[] } {
  const result = read<z.ZodType<{ by?: string | undefined }>>(COMMANDS[name].schema, raw ?? {});
  if ('faults' in result) return result;
  const { by = UNVERIFIED, ...body } = result.value;
  return { command: { name, ...body, ...(giver ?? { by }) } as Command };
}
