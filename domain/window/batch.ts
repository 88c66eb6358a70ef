import { recorded as onRecord, type Actor } from '../shared/actor';
import type { Refusal } from '../shared/errors';
import { decideRules, type NewRules } from './apply-rules';
import { refusedToSignals } from './authority';
import { decideAudience, type AudienceChange } from './audience';
import type { Giver } from './commands/command';
import type { Command } from './commands/commands';
import { decide } from './commands/decide';
import type { Verdict } from './commands/verdict';
import { decideProbeReport, type ProbeReport } from './degradation';
import { isOver } from './duties/agenda';
import { mayBeRefused, type RecordedEvent, type WindowEvent } from './events';
import { evolve } from './evolve/evolve';
import { decideMove, type HalfMove } from './moves';
import type { WindowState } from './types';
import { decideWorkReport, type WorkReport } from './work-report';

/** Something that reached a window and waits for its next step. */
export type Waiting =
  | CommandThatWaits
  | MoveThatWaits
  | RulesThatWait
  | { readonly type: 'audience'; readonly change: AudienceChange }
  | WorkWord
  | ProbeWord
  | Fact;

/** `signal`: it came straight to Temporal, and nobody has proved who gives it. */
export interface CommandThatWaits {
  readonly type: 'command';
  readonly command: Command;
  readonly door: Exclude<RecordedEvent['door'], 'clock'>;
}

/** Half of a customer's move (S8), and who has asked for it. */
export interface MoveThatWaits {
  readonly type: 'move';
  readonly move: HalfMove;
  readonly giver: Giver;
}

/** Rules the window is to go by (P6), and who wants that. */
export interface RulesThatWait {
  readonly type: 'rules';
  readonly rules: NewRules;
  readonly giver: Giver;
}

/** Where the work on the resources is (S2). */
interface WorkWord {
  readonly type: 'work';
  readonly report: WorkReport;
}

/** What the watch over the result has found (E3). */
interface ProbeWord {
  readonly type: 'probe';
  readonly report: ProbeReport;
}

/** Something that has happened elsewhere and is recorded as it is. */
export interface Fact extends Actor {
  readonly type: 'fact';
  readonly event: WindowEvent;
  readonly door: RecordedEvent['door'];
}

/** The outcome for one of those that waited: a refusal, or the window right after it. */
export type Outcome = { readonly refusal: Refusal } | { readonly state: WindowState };

/** One step for many that waited. */
export interface Batch {
  /** One for each that was taken, in order; what waits after them is for the next step. */
  readonly outcomes: readonly Outcome[];
  readonly events: readonly RecordedEvent[];
  /** How many of the events came of one command, for each that brought some; they add up to all. */
  readonly parts: readonly number[];
  readonly state: WindowState;
}

/**
 * At most this many are taken into one step, so that its record stays short and what became due meanwhile does not wait
 * long.
 */
export const MOST_TAKEN = 500;
const MOST_EVENTS = 200;

/**
 * Decides on those that wait, one after the other, each on what the ones before it have left, at `now` (UTC ms). A change of
 * plan, or of the work list, may be refused by the record, so it is a step of its own. A signal that is refused leaves a line with the reason; the
 * same refusal again only counts up in that line.
 */
export function decideBatch(before: WindowState, waiting: readonly Waiting[], now: number): Batch {
  const batch = { outcomes: [] as Outcome[], events: [] as RecordedEvent[], parts: [] as number[], state: before };
  for (const next of waiting) {
    const { outcomes, events } = batch;
    const isFull = outcomes.length >= MOST_TAKEN || events.length >= MOST_EVENTS;
    if (isFull || (isOver(batch.state) && !isOver(before))) break;
    const decided = decideOne(batch.state, next, now);
    const isPlan = decided.events.some(mayBeRefused);
    if (isPlan && events.length > 0) break;
    if (!countedUp(events, decided)) add(batch, decided, now);
    outcomes.push(decided.refusal ? { refusal: decided.refusal } : { state: batch.state });
    if (isPlan) break;
  }
  return batch;
}

/** The record has refused the change of plan that a batch ends with: of the batch only the refusals remain. */
export function refusedByRecord(
  state: WindowState,
  { batch, waiting, refusal }: { batch: Batch; waiting: readonly Waiting[]; refusal: Refusal },
  now: number,
): Batch {
  const last = batch.outcomes.length - 1;
  const instead = { outcomes: [...batch.outcomes.slice(0, last), { refusal }], events: [], parts: [], state };
  const changed = waiting[last];
  if (changed?.type === 'command') add(instead, refused(changed, refusal), now);
  return instead;
}

const ORIGIN = ['by', 'onBehalfOf', 'door'] as const;

/** How many of those that wait made one step in version 0.2.0: facts of one origin, or else the first alone. */
export function factsInARow(waiting: readonly Waiting[]): number {
  const [first] = waiting;
  if (first?.type !== 'fact') return 1;
  const isOther = (next: Fact) => ORIGIN.some((field) => next[field] !== first[field]);
  const end = waiting.findIndex((next) => next.type !== 'fact' || isOther(next));
  return end < 0 ? waiting.length : end;
}

interface Decided {
  readonly events: readonly WindowEvent[];
  readonly actor: Actor;
  readonly door: RecordedEvent['door'];
  readonly refusal?: Refusal;
}

const THE_CLOCK: Actor = { by: 'forewarn' };

function decideOne(state: WindowState, next: Waiting, now: number): Decided {
  switch (next.type) {
    case 'fact':
      return { events: isOver(state) ? [] : [next.event], actor: onRecord(next), door: next.door };
    case 'audience':
      return { events: isOver(state) ? [] : decideAudience(state, next.change), actor: THE_CLOCK, door: 'clock' };
    case 'work':
      return {
        events: isOver(state) ? [] : decideWorkReport(state, next.report, now),
        actor: THE_CLOCK,
        door: 'clock',
      };
    case 'probe':
      return {
        events: isOver(state) ? [] : decideProbeReport(state, next.report),
        actor: THE_CLOCK,
        door: 'clock',
      };
    case 'move': {
      const { move, giver } = next;
      const verdict = decideMove(state, move);
      const refusal = 'refusal' in verdict ? verdict : {};
      return {
        events: 'events' in verdict ? verdict.events : [],
        actor: onRecord(giver),
        door: giver.door ?? 'api',
        ...refusal,
      };
    }
    case 'rules': {
      const verdict = decideRules(state, next.rules, now);
      const refusal = 'refusal' in verdict ? verdict : {};
      return {
        events: 'events' in verdict ? verdict.events : [],
        actor: onRecord(next.giver),
        door: next.giver.door ?? 'api',
        ...refusal,
      };
    }
    case 'command': {
      const decision = isOver(state) ? tooLate(state) : decideCommand(state, next, now);
      if ('refusal' in decision) return refused(next, decision.refusal);
      return { events: decision.events, actor: onRecord(next.command), door: next.door };
    }
  }
}

/** The verdict on a command that waits, or is about to. */
export function decideCommand(state: WindowState, { command, door }: CommandThatWaits, now: number): Verdict {
  return (door === 'signal' ? refusedToSignals(state, command) : undefined) ?? decide(state, command, now);
}

/** Commands that came together with the last step still get their answer. */
function tooLate({ phase }: WindowState): { readonly refusal: Refusal } {
  return { refusal: { code: 'wrong-phase', detail: `The window is ${phase}; nothing can be changed any more.` } };
}

/** A signal gets no answer, so its refusal goes on the timeline. */
function refused({ command, door }: CommandThatWaits, refusal: Refusal): Decided {
  const line: WindowEvent = { type: 'command-refused', command: command.name, reason: refusal.detail };
  return { events: door === 'signal' ? [line] : [], actor: onRecord(command), door, refusal };
}

function add(
  batch: { events: RecordedEvent[]; parts: number[]; state: WindowState },
  { events, actor, door }: Decided,
  now: number,
): void {
  for (const event of events) {
    const recorded = { sequence: batch.state.sequence + 1, at: now, ...actor, door, event };
    batch.events.push(recorded);
    batch.state = evolve(batch.state, recorded);
  }
  if (events.length > 0) batch.parts.push(events.length);
}

/** Whether the batch has the same refusal by the same person already; then its line counts this one, too. */
function countedUp(events: RecordedEvent[], { events: [event], actor }: Decided): boolean {
  if (event?.type !== 'command-refused') return false;
  const at = events.findIndex(
    (other) =>
      other.by === actor.by &&
      other.onBehalfOf === actor.onBehalfOf &&
      other.event.type === 'command-refused' &&
      other.event.command === event.command &&
      other.event.reason === event.reason,
  );
  const same = events[at];
  if (same?.event.type !== 'command-refused') return false;
  events[at] = { ...same, event: { ...same.event, times: (same.event.times ?? 1) + (event.times ?? 1) } };
  return true;
}
