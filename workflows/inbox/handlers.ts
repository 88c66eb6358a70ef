import { ApplicationFailure, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import { UNVERIFIED } from '../../domain/shared/actor';
import type { Refusal } from '../../domain/shared/errors';
import { optional } from '../../domain/shared/optional';
import type { Fault } from '../../domain/shared/validation';
import {
  decideCommand,
  type CommandThatWaits,
  type MoveThatWaits,
  type Outcome,
  type RulesThatWait,
  type Waiting,
} from '../../domain/window/batch';
import { decideRules, readNewRules } from '../../domain/window/apply-rules';
import { decideMove, readHalfMove } from '../../domain/window/moves';
import { COMMAND_NAMES, helpOf, parseCommand, type CommandName } from '../../domain/window/commands/commands';
import { readGiver } from '../../domain/window/commands/giver';
import { readReachable, readReport, readWorkReport, REPORT_NAMES, type ReportName } from '../../domain/window/reports';
import type { WindowState } from '../../domain/window/types';
import { viewOf } from '../../domain/window/view';
import { governed, underTodaysRules } from '../governed';
import {
  commandSignal,
  commandUpdate,
  customersReachable,
  moveUpdate,
  REFUSED,
  rulesUpdate,
  stateQuery,
  windowQuery,
  type CommandAnswer,
} from '../messages';
import { isUnreadable, LOCKED } from '../payloads/unreadable';
import { workReport } from '../window-work-messages';
import type { Arrival } from './queue';

const NOT_OURS = 'Forewarn sends this signal itself, and this one cannot be read.';

export interface Handling {
  readonly current: () => WindowState;
  readonly put: (arrival: Arrival) => void;
  /** Whoever wants an answer must come again. */
  readonly isBusy: () => boolean;
}

/** One update and one signal for every command, what notices and channels report, and the query. */
export function attachHandlers({ current, put, isBusy }: Handling): void {
  const take = (name: string) => (raw: unknown) => put({ waiting: readSignal(name, raw) });
  for (const name of REPORT_NAMES) setHandler(commandSignal(name), take(name));
  setHandler(customersReachable, (word) => {
    const newcomers = readReachable(word);
    const notice = { kind: ANNOUNCEMENT, revision: current().revision, ordinal: 1 } as const;
    put({
      waiting:
        newcomers === undefined
          ? unread(customersReachable.name, NOT_OURS, {})
          : { type: 'audience', change: { notice, newcomers, leavers: 0 } },
    });
  });
  setHandler(workReport, (word) => {
    const report = readWorkReport(word);
    put({ waiting: report ? { type: 'work', report } : unread(workReport.name, NOT_OURS, {}) });
  });
  setHandler(moveUpdate, (raw, giver) => submit(put, moveOrThrow(raw, giver)), {
    validator: (raw, giver) => {
      if (isBusy()) throw refused(BUSY);
      const decision = decideMove(current(), moveOrThrow(raw, giver).move);
      if ('refusal' in decision) throw refused(decision.refusal);
    },
  });
  setHandler(rulesUpdate, (raw, giver) => submit(put, rulesOrThrow(raw, giver)), {
    validator: (raw, giver) => {
      if (isBusy()) throw refused(BUSY);
      const decision = decideRules(current(), rulesOrThrow(raw, giver).rules, Date.now());
      if ('refusal' in decision) throw refused(decision.refusal);
    },
  });
  setHandler(windowQuery, () => viewOf(current()), {
    description: 'Where the window stands, what comes next, what needs attention',
  });
  setHandler(stateQuery, current, { description: 'All the window knows, which its record is compared with' });
  // before the commands' own handlers: signals that came before the first task are taken in the order they came in
  setDefaultSignalHandler((name, raw) => put({ waiting: readSignal(name, raw) }));
  for (const name of COMMAND_NAMES) {
    const description = helpOf(name);
    setHandler(commandSignal(name), take(name), { description });
    setHandler(commandUpdate(name), (raw, giver) => submit(put, updateOrThrow(governed(current()), name, raw, giver)), {
      description,
      // refused before anything is in history; it runs synchronously, so it must not be async
      validator: (raw, giver) => {
        if (isBusy()) throw refused(BUSY);
        const state = underTodaysRules(current());
        const decision = decideCommand(state, updateOrThrow(state, name, raw, giver), Date.now());
        if ('refusal' in decision) throw refused(decision.refusal);
      },
    });
  }
}

/** What a signal says, by its name; what cannot be read becomes a line of the timeline. Never throws. */
export function readSignal(name: string, raw: unknown): Waiting {
  if (isUnreadable(raw)) return unread(name, unreadableWords(raw), {});
  if (isReport(name)) {
    const event = readReport(name, raw);
    if (event) return { type: 'fact', event, by: 'forewarn', door: 'clock' };
    return unread(name, NOT_OURS, {});
  }
  const named = optional({ onBehalfOf: nameIn(raw) });
  if (!isCommand(name)) {
    return unread(name, `There is no command of this name. Commands are ${COMMAND_NAMES.join(', ')}.`, named);
  }
  const parsed = parseCommand(name, raw, { by: UNVERIFIED, ...named });
  return 'faults' in parsed
    ? unread(name, inWords(parsed.faults), named)
    : { type: 'command', command: parsed.command, door: 'signal' };
}

function unreadableWords(raw: unknown): string {
  return raw === LOCKED
    ? 'What it brings cannot be read: it is encrypted with a key that is not known here, or was changed since.'
    : 'What it brings cannot be read: its encoding is not known here.';
}

/** The name that somebody gives is kept, and proves nothing (T5). */
function unread(name: string, reason: string, named: { readonly onBehalfOf?: string }): Waiting {
  const event = { type: 'command-refused', command: name.slice(0, 100), reason: reason.slice(0, 500) } as const;
  return { type: 'fact', event, by: UNVERIFIED, ...named, door: 'signal' };
}

/** Queues a command that came as an update and waits for the loop's verdict. */
async function submit(
  put: Handling['put'],
  waiting: CommandThatWaits | MoveThatWaits | RulesThatWait,
): Promise<CommandAnswer> {
  const outcome = await new Promise<Outcome>((answer) => {
    put({ waiting, answer });
  });
  if ('state' in outcome) return viewOf(outcome.state);
  // the validator let it through, but another command came first. The history keeps a failure's message as it is and
  // encrypts its details (T4), so the words are among these alone
  throw refused(outcome.refusal, `refused: ${outcome.refusal.code}`);
}

/** The window is between two runs, or has more to do than it takes: the same again a moment later is answered. */
const BUSY: Refusal = {
  code: 'window-busy',
  detail: 'The window is working off what others have said. Nothing was done; send it again in a moment.',
};

/** What an update says, and who gives it. In windows of version 0.2.0 the body alone said so. */
function updateOrThrow(state: WindowState, name: CommandName, raw: unknown, rawGiver: unknown): CommandThatWaits {
  if (isUnreadable(raw)) throw refused({ code: 'invalid-body', detail: unreadableWords(raw) });
  const known = readGiver(rawGiver);
  const isUnverified = !known && state.authority !== undefined;
  const giver = isUnverified ? { by: UNVERIFIED, ...optional({ onBehalfOf: nameIn(raw) }) } : known;
  const parsed = parseCommand(name, raw, giver);
  const door = isUnverified ? 'signal' : (known?.door ?? 'api');
  if ('command' in parsed) return { type: 'command', command: parsed.command, door };
  const [first] = parsed.faults;
  throw refused({ code: 'invalid-body', detail: inWords(parsed.faults), ...(first ? { field: first.field } : {}) });
}

/** Only Forewarn itself gives it: a customer's move has two halves, and nobody gives one of them alone. */
function moveOrThrow(raw: unknown, rawGiver: unknown): MoveThatWaits {
  const move = isUnreadable(raw) ? undefined : readHalfMove(raw);
  const giver = readGiver(rawGiver);
  if (!move || !giver) throw refused(UNREADABLE);
  return { type: 'move', move, giver };
}

/** Only Forewarn itself gives it, because the rules are those of its configuration. */
function rulesOrThrow(raw: unknown, rawGiver: unknown): RulesThatWait {
  const rules = isUnreadable(raw) ? undefined : readNewRules(raw);
  const giver = readGiver(rawGiver);
  if (!rules || !giver) throw refused(UNREADABLE);
  return { type: 'rules', rules, giver };
}

const UNREADABLE: Refusal = {
  code: 'invalid-body',
  detail: 'Forewarn sends this itself, and this one cannot be read.',
};

function inWords(faults: readonly Fault[]): string {
  return faults.map(({ field, message }) => `${field} ${message}`).join('; ');
}

function refused(refusal: Refusal, message = refusal.detail): ApplicationFailure {
  return ApplicationFailure.create({ message, type: REFUSED, nonRetryable: true, details: [refusal] });
}

function isCommand(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name);
}

function isReport(name: string): name is ReportName {
  return (REPORT_NAMES as readonly string[]).includes(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameIn(body: unknown): string | undefined {
  const by = isRecord(body) ? body.by : undefined;
  return typeof by === 'string' && by.trim() !== '' ? by.trim().slice(0, 200) : undefined;
}
