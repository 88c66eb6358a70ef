import { ApplicationFailure, condition, setDefaultSignalHandler, setHandler } from '@temporalio/workflow';
import type { ChannelReport } from '../domain/channels/channels';
import { ANNOUNCEMENT, NOTICE_KINDS } from '../domain/notices/notice-kinds';
import type { Refusal } from '../domain/shared/errors';
import type { AudienceChange } from '../domain/window/audience';
import {
  COMMAND_NAMES,
  helpOf,
  parseCommand,
  type Command,
  type CommandName,
} from '../domain/window/commands/commands';
import type { Fault } from '../domain/shared/validation';
import { decide } from '../domain/window/commands/decide';
import type { WindowEvent } from '../domain/window/events';
import type { WindowState } from '../domain/window/types';
import { viewOf } from '../domain/window/view';
import {
  channelReport,
  commandSignal,
  commandUpdate,
  customersReachable,
  noticeReport,
  noticeReturned,
  REFUSED,
  windowQuery,
  type CommandAnswer,
  type NoticeReturned,
} from './messages';
import { optional } from '../domain/shared/optional';

/** Something that reached the window and waits for the loop, which alone changes state. */
export type Arrival =
  | {
      readonly type: 'command';
      readonly command: Command;
      readonly door: 'api' | 'signal';
      readonly answer: (verdict: Verdict) => void;
    }
  | { readonly type: 'audience'; readonly change: AudienceChange }
  | Fact;

export interface Fact {
  readonly type: 'fact';
  readonly event: WindowEvent;
  readonly by: string;
  readonly door: 'signal' | 'clock';
}

type Verdict = { readonly answer: CommandAnswer } | { readonly refusal: Refusal };

export interface Inbox {
  /** Resolves when something has arrived, or after `ms`; without `ms` only an arrival ends the wait. */
  arrival(ms: number | undefined, summary: string | undefined): Promise<void>;
  take(): Arrival | undefined;
  /** Facts that have arrived besides, and that one step can put on record together. */
  takeFacts(like: Fact): Fact[];
  put(arrival: Arrival): void;
  /** A signal by its name, parsed here; what cannot be read becomes a fact for the timeline. */
  signal(name: string, raw: unknown): void;
}

/** What a signal without a name is put down to: Temporal tells a workflow nothing about who sent it. */
const UNNAMED = 'an operator, by signal';

/** Attaches one update and one signal for every command, and the query. Handlers only queue; the loop decides. */
export function openInbox(current: () => WindowState): Inbox {
  const waiting: Arrival[] = [];
  const inbox: Inbox = {
    put: (arrival) => void waiting.push(arrival),
    take: () => waiting.shift(),
    takeFacts({ by, door }) {
      const end = waiting.findIndex((next) => next.type !== 'fact' || next.by !== by || next.door !== door);
      return waiting.splice(0, end < 0 ? waiting.length : end).filter((next) => next.type === 'fact');
    },
    signal(name, raw) {
      const body = raw ?? {};
      const by = nameIn(body) ?? UNNAMED;
      const refuse = (reason: string) => {
        const event: WindowEvent = {
          type: 'command-refused',
          command: name.slice(0, 100),
          reason: reason.slice(0, 500),
        };
        inbox.put({ type: 'fact', event, by, door: 'signal' });
      };
      if (!isCommand(name)) {
        refuse(`There is no command of this name. Commands are ${COMMAND_NAMES.join(', ')}.`);
        return;
      }
      const parsed = parseCommand(name, isRecord(body) ? { by, ...body } : body);
      if ('faults' in parsed) {
        refuse(inWords(parsed.faults));
        return;
      }
      inbox.put({ type: 'command', command: parsed.command, door: 'signal', answer: () => undefined });
    },
    async arrival(ms, summary) {
      if (ms === undefined) return condition(() => waiting.length > 0);
      await condition(() => waiting.length > 0, Math.max(1, ms), optional({ summary }));
    },
  };

  setHandler(noticeReport, ({ notice, trouble }) => {
    const event: WindowEvent =
      trouble === undefined ? { type: 'notice-mended', notice } : { type: 'notice-troubled', notice, trouble };
    inbox.put({ type: 'fact', event, by: 'forewarn', door: 'clock' });
  });
  setHandler(noticeReturned, (word) => {
    const event = returnedEvent(word);
    if (event) putReturned(waiting, event);
  });
  setHandler(customersReachable, (word) => {
    // whoever reaches Temporal can send it
    const newcomers = isRecord(word) ? word.newcomers : undefined;
    if (!Number.isSafeInteger(newcomers) || Number(newcomers) <= 0) return;
    const notice = { kind: ANNOUNCEMENT, revision: current().revision, ordinal: 1 } as const;
    inbox.put({ type: 'audience', change: { notice, newcomers: Number(newcomers), leavers: 0 } });
  });
  setHandler(channelReport, (report) => {
    inbox.put({ type: 'fact', event: channelEvent(report), by: 'forewarn', door: 'clock' });
  });
  setHandler(windowQuery, () => viewOf(current()), {
    description: 'Where the window stands, what comes next, what needs attention',
  });
  // before the commands' own handlers: signals that came before the first task are taken in the order they came in
  setDefaultSignalHandler((name, raw) => inbox.signal(name, raw));
  for (const name of COMMAND_NAMES) {
    const description = helpOf(name);
    setHandler(commandSignal(name), (raw) => inbox.signal(name, raw), { description });
    setHandler(commandUpdate(name), (raw) => submit(inbox, parsedOrThrow(name, raw)), {
      description,
      // refused before anything is in history; it runs synchronously, so it must not be async
      validator: (raw) => {
        const decision = decide(current(), parsedOrThrow(name, raw), Date.now());
        if ('refusal' in decision) throw refused(decision.refusal);
      },
    });
  }
  return inbox;
}

/** Queues a command that came as an update and waits for the loop's verdict. */
async function submit(inbox: Inbox, command: Command): Promise<CommandAnswer> {
  const verdict = await new Promise<Verdict>((answer) => {
    inbox.put({ type: 'command', command, door: 'api', answer });
  });
  if ('answer' in verdict) return verdict.answer;
  // the validator let it through, but another command came first
  throw refused(verdict.refusal);
}

function parsedOrThrow(name: CommandName, raw: unknown): Command {
  const parsed = parseCommand(name, raw);
  if ('command' in parsed) return parsed.command;
  const [first] = parsed.faults;
  throw refused({ code: 'invalid-body', detail: inWords(parsed.faults), ...(first ? { field: first.field } : {}) });
}

function channelEvent(report: ChannelReport): WindowEvent {
  const { channel } = report;
  switch (report.state) {
    case 'troubled':
      return { type: 'channel-troubled', channel, trouble: report.trouble };
    case 'mended':
      return { type: 'channel-mended', channel };
    case 'undone':
      return { type: 'channel-undone', channel };
  }
}

function inWords(faults: readonly Fault[]): string {
  return faults.map(({ field, message }) => `${field} ${message}`).join('; ');
}

function refused(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({ message: refusal.detail, type: REFUSED, nonRetryable: true, details: [refusal] });
}

function isCommand(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameIn(body: unknown): string | undefined {
  const by = isRecord(body) ? body.by : undefined;
  return typeof by === 'string' && by.trim() !== '' ? by.trim().slice(0, 200) : undefined;
}

type Returned = Extract<WindowEvent, { type: 'notice-returned' }>;

const FIGURES = ['organizations', 'recipients', 'accepted', 'failed', 'uncertain', 'superseded'] as const;

/** Read with care: whoever reaches Temporal can send it, and what cannot be read must not stop the window. */
function returnedEvent(word: unknown): Returned | undefined {
  if (!isRecord(word) || !isRecord(word.notice) || !isRecord(word.counts) || typeof word.words !== 'string')
    return undefined;
  const { kind, revision, ordinal } = word.notice;
  if (!NOTICE_KINDS.some((known) => known === kind) || typeof revision !== 'number' || typeof ordinal !== 'number') {
    return undefined;
  }
  const { counts } = word;
  if (!FIGURES.every((figure) => Number.isSafeInteger(counts[figure]))) return undefined;
  const { notice, counts: figures } = word as unknown as NoticeReturned;
  return { type: 'notice-returned', notice, counts: figures, words: word.words.slice(0, 300) };
}

/** The latest figures stand for those that still wait: many mails come back at once, and the window needs one step for them. */
function putReturned(waiting: Arrival[], event: Returned): void {
  const { kind, revision, ordinal } = event.notice;
  const at = waiting.findIndex(
    (other) =>
      other.type === 'fact' &&
      other.event.type === 'notice-returned' &&
      other.event.notice.kind === kind &&
      other.event.notice.revision === revision &&
      other.event.notice.ordinal === ordinal,
  );
  const arrival: Arrival = { type: 'fact', event, by: 'forewarn', door: 'clock' };
  if (at < 0) waiting.push(arrival);
  else waiting[at] = arrival;
}
