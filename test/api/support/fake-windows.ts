import type { Timeline } from '../../../activities/ports/timeline';
import type { WindowsClient } from '../../../temporal/windows-client';
import { KnownError, refusalError } from '../../../domain/shared/errors';
import { recorded as onRecord } from '../../../domain/shared/actor';
import type { Giver } from '../../../domain/window/commands/command';
import { decideBatch } from '../../../domain/window/batch';
import type { NewRules } from '../../../domain/window/apply-rules';
import type { HalfMove } from '../../../domain/window/moves';
import { decide } from '../../../domain/window/commands/decide';
import type { CommandName } from '../../../domain/window/commands/commands';
import { viewOf, type WindowView } from '../../../domain/window/view';
import { command, CoreWindow } from '../../support/windows';
import type { NoticeReturned } from '../../../workflows/messages';
import type { RecordedEvent } from '../../../domain/window/events';
import type { WorkFigures } from '../../../domain/window/types';

/** Windows at work without Temporal: each is the real core on a clock the test moves; remembers what it was asked. */
export class FakeWindows implements WindowsClient {
  readonly opened: RecordedEvent[] = [];
  readonly commands: {
    reference: string;
    name: CommandName;
    body: unknown;
    giver: Giver;
    updateId: string | undefined;
  }[] = [];
  /** What windows were told of mail that came back. */
  readonly returned: { reference: string; word: NoticeReturned }[] = [];
  /** What windows were told of customers who can be told now. */
  readonly reachables: { reference: string; newcomers: number }[] = [];
  /** Windows that were told that nothing is left to do in them. */
  readonly doneAhead: { reference: string; counts: WorkFigures }[] = [];
  reachable = true;
  /** Where steps of commands go on record, which may refuse them (L9), as a window's workflow has it; else none is refused there. */
  timeline: Timeline | undefined;
  /** What the next opening does instead of answering; the window starts all the same after `started`. */
  nextOpening: { fails: Error; started: boolean } | undefined;
  private readonly cores = new Map<string, CoreWindow>();
  /** Of a window one command after the other, as its workflow has it. */
  private readonly last = new Map<string, Promise<unknown>>();
  private readonly verdicts = new Map<string, WindowView>();

  constructor(private readonly clock: () => number) {}

  core(reference: string): CoreWindow {
    const core = this.cores.get(reference);
    if (!core) throw new Error(`${reference} is not at work`);
    return core;
  }

  /** A window that is at work already. */
  adopt(core: CoreWindow): void {
    this.cores.set(core.state.reference, core);
  }

  /** The window's workflow is gone. */
  forget(reference: string): void {
    this.cores.delete(reference);
  }

  async noticeReturned(reference: string, word: NoticeReturned): Promise<void> {
    this.assertReachable();
    await Promise.resolve();
    this.returned.push({ reference, word });
  }

  async customersReachable(reference: string, word: { readonly newcomers: number }): Promise<void> {
    this.assertReachable();
    await Promise.resolve();
    this.reachables.push({ reference, ...word });
  }

  async nothingLeft(reference: string, counts: WorkFigures): Promise<void> {
    this.assertReachable();
    await Promise.resolve();
    this.doneAhead.push({ reference, counts });
  }

  async open(opened: RecordedEvent): Promise<'started' | 'already-started'> {
    this.assertReachable();
    await Promise.resolve();
    const { event } = opened;
    if (event.type !== 'opened') throw new Error('a window begins with "opened"');
    const failure = this.nextOpening;
    this.nextOpening = undefined;
    if (failure && !failure.started) throw failure.fails;
    if (this.cores.has(event.reference)) return 'already-started';
    this.opened.push(opened);
    this.cores.set(event.reference, new CoreWindow(opened));
    if (failure) throw failure.fails;
    return 'started';
  }

  async command(
    reference: string,
    name: CommandName,
    body: unknown,
    giver: Giver,
    options: { updateId?: string } = {},
  ) {
    this.assertReachable();
    const before = this.last.get(reference) ?? Promise.resolve();
    const verdict = before.catch(() => undefined).then(() => this.decide(reference, name, body, giver, options));
    this.last.set(reference, verdict);
    return verdict;
  }

  private async decide(
    reference: string,
    name: CommandName,
    body: unknown,
    giver: Giver,
    { updateId }: { updateId?: string },
  ) {
    this.commands.push({ reference, name, body, giver, updateId });
    const core = this.cores.get(reference);
    if (!core) throw new KnownError('not-found', 'There is no such window at work.');
    const earlier = updateId === undefined ? undefined : this.verdicts.get(`${reference} ${updateId}`);
    if (earlier) return earlier;
    core.now = Math.max(core.now, this.clock());
    const given = command(name, body as Record<string, unknown>, giver);
    const decision = decide(core.state, given, core.now);
    if ('refusal' in decision) throw refusalError(decision.refusal);
    const { sequence } = core.state;
    const door: RecordedEvent['door'] = giver.door ?? 'api';
    const events = decision.events.map((event, index) => ({
      ...{ sequence: sequence + 1 + index, at: core.now, ...onRecord(given), door, event },
    }));
    const recorded = await this.timeline?.record({ reference, events });
    if (recorded?.refusal) throw refusalError(recorded.refusal);
    core.apply(decision.events, door, onRecord(given));
    const view = viewOf(core.state);
    if (updateId !== undefined) this.verdicts.set(`${reference} ${updateId}`, view);
    return view;
  }

  /** Moves and rules, with who gave them. */
  readonly taken: { reference: string; giver: Giver }[] = [];
  /** Halves of moves, as windows took them. */
  readonly moves: { reference: string; move: HalfMove }[] = [];
  /** Called before a half of a move; may throw, as a process that is killed then. */
  beforeMove: ((reference: string, move: HalfMove) => void) | undefined;

  async move(reference: string, move: HalfMove, giver: Giver): Promise<WindowView> {
    this.assertReachable();
    this.beforeMove?.(reference, move);
    const before = this.last.get(reference) ?? Promise.resolve();
    const verdict = before.catch(() => undefined).then(() => this.take(reference, { type: 'move', move }, giver));
    this.last.set(reference, verdict);
    const view = await verdict;
    this.moves.push({ reference, move });
    return view;
  }

  applyRules(reference: string, rules: NewRules, giver: Giver): Promise<WindowView> {
    this.assertReachable();
    return this.take(reference, { type: 'rules', rules }, giver);
  }

  private async take(
    reference: string,
    word: { readonly type: 'move'; readonly move: HalfMove } | { readonly type: 'rules'; readonly rules: NewRules },
    giver: Giver,
  ): Promise<WindowView> {
    const core = this.cores.get(reference);
    if (!core) throw new KnownError('not-found', 'There is no such window at work.');
    core.now = Math.max(core.now, this.clock());
    const { outcomes, events } = decideBatch(core.state, [{ ...word, giver }], core.now);
    const [outcome] = outcomes;
    if (outcome && 'refusal' in outcome) throw refusalError(outcome.refusal);
    const recorded = events.length > 0 ? await this.timeline?.record({ reference, events }) : undefined;
    if (recorded?.refusal) throw refusalError(recorded.refusal);
    this.taken.push({ reference, giver });
    core.apply(
      events.map(({ event }) => event),
      giver.door ?? 'api',
      onRecord(giver),
    );
    return viewOf(core.state);
  }

  isReachable(): Promise<boolean> {
    return Promise.resolve(this.reachable);
  }

  private assertReachable(): void {
    if (!this.reachable)
      throw new KnownError('temporal-unreachable', 'Temporal does not answer. Try again in a moment.');
  }
}
