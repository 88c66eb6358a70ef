import { withInside } from '../inside';
import type { WindowState } from '../types';
import type { Given } from './command';
import { COMMANDS, type BodyOf, type Command, type CommandName, type CommandOf } from './commands';
import { refuse, type Verdict } from './verdict';

/** Each command with its own rule, typed so that a name goes with a body of its kind. */
const RULES: { readonly [N in CommandName]: Rule<N> } = COMMANDS;
interface Rule<N extends CommandName> {
  decide(state: WindowState, command: Given<BodyOf<N>>, now: number): Verdict;
}

/** Every rule about what people may do to a window, and when. Pure: `now` is UTC ms. */
export function decide(state: WindowState, command: Command, now: number): Verdict {
  if (command.expectedRevision !== undefined && command.expectedRevision !== state.revision) {
    return refuse(
      'stale-revision',
      `You looked at revision ${String(command.expectedRevision)}; the window is at revision ${String(state.revision)}. Read it again, then decide.`,
    );
  }
  const verdict = decideBy(state, command, now);
  return 'events' in verdict ? { events: withInside(state, verdict.events) } : verdict;
}

function decideBy<N extends CommandName>(state: WindowState, command: CommandOf<N>, now: number): Verdict {
  return RULES[command.name].decide(state, command, now);
}
