import { COMMAND_NAMES, COMMANDS, type Command, type CommandName } from './commands/commands';
import { refuse } from './commands/verdict';
import type { WindowState } from './types';

/** What operators need on the night; a setting can name others (T5). */
export const USUAL_SIGNALS: readonly CommandName[] = COMMAND_NAMES.filter((name) => COMMANDS[name].bySignal);

/** A window of version 0.2.0 under the rules of today. */
export function withAuthority(state: WindowState): WindowState {
  return state.authority ? state : { ...state, authority: { signals: USUAL_SIGNALS } };
}

/**
 * Why a command is not taken that came straight to Temporal, where nobody says who gives it; undefined when it is. A rule is
 * overridden by somebody who answers for it, so never in this way.
 */
export function refusedToSignals({ authority }: WindowState, command: Command) {
  if (!authority) return undefined;
  const { name } = command;
  if (!authority.signals.includes(name)) {
    return refuse(
      'not-permitted',
      `This window does not take ${name} by a signal, because a signal does not prove who sends it. Give it with a token, by the ` +
        'API, the command line or Slack. FOREWARN_SIGNALS says which commands signals may give to windows opened from then on.',
    );
  }
  if (!('override' in command) || command.override === undefined) return undefined;
  return refuse(
    'not-permitted',
    'A rule is not overridden by a signal, because a signal does not prove who answers for it. Give the command with a token.',
    'override',
  );
}
