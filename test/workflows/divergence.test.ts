import { USUAL_SIGNALS } from '../../domain/window/authority';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { isOver, nextDue, noticesAtRest } from '../../domain/window/duties/agenda';
import { escalationAt } from '../../domain/window/duties/escalation';
import { evolve } from '../../domain/window/evolve/evolve';
import type { RecordedEvent } from '../../domain/window/events';
import { PHASES, type Phase, type WindowState } from '../../domain/window/types';
import { command, opening, randomBody, type RandomCommand, type RandomOpening } from '../support/random-life';
import { SEED } from '../support/seed';
import { WindowServer, type OpenedWindow } from '../support/window-world';
import { CoreWindow, openedEvent, openingBody } from '../support/windows';

/**
 * The same random lives by the core alone and by the real workflows on a server whose clock skips: the same commands at the
 * same moments must leave the same timelines. All windows run side by side on the one clock.
 *
 * The default stays under a minute on two cores; `FOREWARN_TEST_LIVES=300` gives the whole figure in some minutes, in which
 * every phase must be reached. The seed is in the test's name; `FOREWARN_TEST_SEED=<number>` replays its lives.
 */
const LIVES = Number(process.env.FOREWARN_TEST_LIVES ?? 20);
/** When commands come, from the opening: two within an hour every few days, as a start and what follows it do. */
const CHANCE = Array.from({ length: 10 }, (_, index) => {
  const round = Math.floor(index / 2);
  return 3 * DAY + 7 * HOUR + round * (6 * DAY + 5 * HOUR) + round * round * 61 * MINUTE + (index % 2) * 50 * MINUTE;
});
const START: RandomCommand = { do: 'command', name: 'start', body: () => ({ by: 'operator' }) };
const COMPLETE: RandomCommand = {
  ...{ do: 'command', name: 'complete' },
  body: () => ({ by: 'operator', override: 'nothing to check' }),
};
const REPORT: readonly RandomCommand[] = [
  { do: 'command', name: 'draftRfo', body: () => ({ by: 'operator', summary: 's', rootCause: 'r' }) },
  { do: 'command', name: 'approveRfo', body: () => ({ by: 'marketing lead' }) },
];
/**
 * How lives end: some where chance leaves them; of the others whatever can still be is started and completed, or rolled back, or turns bad
 * while it is watched; its report is written, and it is watched until it closes.
 */
const ENDINGS = {
  open: [],
  completed: [START, COMPLETE, ...REPORT],
  'rolled back': [
    START,
    { do: 'command', name: 'cancel', body: () => ({ by: 'operator', reason: 'the new unit does not start' }) },
    COMPLETE,
    ...REPORT,
  ],
  degraded: [
    START,
    COMPLETE,
    { do: 'command', name: 'enterValue', body: () => ({ by: 'operator', value: 900 }) },
    COMPLETE,
    ...REPORT,
  ],
} as const satisfies Readonly<Record<string, readonly RandomCommand[]>>;
const LONGEST_ENDING = Math.max(...Object.values(ENDINGS).map(({ length }) => length));
const ENDS_FROM = 33 * DAY + 7 * HOUR + 33 * MINUTE;
/** After the last command those that are watched for half an hour close as well. */
const MOMENTS = [
  ...CHANCE,
  ...Array.from({ length: LONGEST_ENDING + 2 }, (_, index) => ENDS_FROM + index * 20 * MINUTE),
];
/**
 * The two clocks are a little apart, the slower the machine the more. So that no limit of a rule lies between them, the
 * dates in a command are counted from a moment after it, no command is given just before something is due, and a window
 * starts an hour beside the whole days in which rules are written.
 */
const AHEAD = 7 * MINUTE;
const CLEAR = 2 * MINUTE;
/**
 * The next word and the next step of an escalation are both counted from recorded moments, which the two clocks put a little
 * apart. When both are due within this time (ms), either may come first; the life is compared up to there. These are few: about two in a hundred.
 */
const TIED = 10_000;
const TIED_LIVES = Math.max(5, LIVES / 20);
/** So many commands are under way at once. */
const TOGETHER = 40;
/** Windows that start in one of few moments have their timers together, which the skipping clock passes much faster. */
const GRID = 12 * HOUR;

jest.setTimeout(1_200_000);

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

/** The server's clock, which between two sleeps goes as fast as ours; read once, not by a call for every look at it. */
const clock = {
  ahead: 0,
  now: () => Date.now() + clock.ahead,
  async read() {
    clock.ahead = (await server.env.currentTimeMs()) - Date.now();
  },
  async passTo(at: number) {
    await server.env.sleep(at - (await server.env.currentTimeMs()));
    await clock.read();
  },
};

interface Life {
  readonly opening: RandomOpening;
  readonly commands: readonly (RandomCommand | undefined)[];
}

const life: fc.Arbitrary<Life> = fc
  .record({
    opening,
    commands: fc.array(fc.option(command, { nil: undefined, freq: 4 }), {
      minLength: CHANCE.length,
      maxLength: CHANCE.length,
    }),
    ending: fc.constantFrom<keyof typeof ENDINGS>('open', 'open', 'completed', 'completed', 'rolled back', 'degraded'),
  })
  .map(({ opening: first, commands, ending }) => ({
    opening: ending === 'degraded' ? { ...first, measured: true } : first,
    commands: [...commands, ...ENDINGS[ending]],
  }));

interface Pair {
  readonly running: OpenedWindow;
  readonly core: CoreWindow;
  readonly life: Life;
}

/** The story of a window: each event with its author and door, without what only says how a notice went. */
function story(events: readonly RecordedEvent[]): string[] {
  return events
    .filter(({ event }) => event.type !== 'notice-settled')
    .map(({ event, by, door }) => `${by} ${door} ${JSON.stringify(told(event))}`);
}

/** Without the instant of the step itself, in which the two clocks differ by what the machine takes to come to it. */
function told(event: RecordedEvent['event']): unknown {
  return event.type === 'rfo-owed' || event.type === 'reminders-passed' || event.type === 'update-missed'
    ? event.type
    : event;
}

test(`L1, N8–N11: model and workflow agree in ${String(LIVES)} random lives (seed ${String(SEED)})`, async () => {
  const lives = fc.sample(life, { numRuns: LIVES, seed: SEED });
  await clock.read();
  const startedAt = clock.now();
  const pairs = await Promise.all(lives.map((one) => open(one, startedAt)));
  for (const [index, moment] of MOMENTS.entries()) {
    await Promise.all(pairs.map((pair) => quiet(pair.running)));
    await clock.passTo(startedAt + moment);
    for (let first = 0; first < pairs.length; first += TOGETHER)
      await Promise.all(pairs.slice(first, first + TOGETHER).map((pair) => atMoment(pair, index)));
  }
  await Promise.all(pairs.map((pair) => quiet(pair.running)));
  expect(pairs.flatMap(divergence)).toEqual([]);
  expect(pairs.filter(({ core }) => tieIn(core.log) !== undefined).length).toBeLessThanOrEqual(TIED_LIVES);
  // lives in which nothing happens would agree as well
  const reached = new Set<Phase>(pairs.flatMap(({ core }) => core.phases));
  const wanted: readonly Phase[] = LIVES < 200 ? ['announced'] : PHASES;
  expect(wanted.filter((phase) => !reached.has(phase))).toEqual([]);
});

/** The first event in which the two stories differ, with the few before it; empty when they are the same. */
function divergence({ running, core }: Pair) {
  const model = story(core.log);
  const tie = tieIn(core.log);
  const until = tie === undefined ? undefined : story(core.log.slice(0, tie)).length;
  const workflow = story(running.world.events);
  const length = until ?? Math.max(model.length, workflow.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => model[index] !== workflow[index]);
  if (at === undefined) return [];
  const before = workflow.slice(Math.max(1, at - 6), at);
  return [{ reference: running.reference, before, model: model[at], workflow: workflow[at] }];
}

/** Where in the model's log the order of a missed word and an escalation is not to be known: the earlier of the two. */
function tieIn(log: readonly RecordedEvent[]): number | undefined {
  let state: WindowState | undefined;
  let escalated: { index: number; at: number } | undefined;
  for (const [index, one] of log.entries()) {
    if (one.event.type === 'update-missed' && state) {
      if (escalated && one.at - escalated.at < TIED) return escalated.index;
      if ((escalationAt(state) ?? Infinity) - one.at < TIED) return index;
    }
    if (one.event.type === 'escalated') escalated = { index, at: one.at };
    state = evolve(state, one);
  }
  return undefined;
}

async function open(one: Life, from: number): Promise<Pair> {
  const { opening: first } = one;
  const { policy } = first;
  const settings = { signals: USUAL_SIGNALS, hasBrief: first.hasBrief };
  const body = {
    class: first.windowClass,
    ...randomBody({ ...first, inMs: Math.round(first.inMs / GRID) * GRID + HOUR }, from),
  };
  const running = await server.open(body, {}, policy, settings);
  const opened = openedEvent(openingBody(body, { now: running.openedAt }), {
    now: running.openedAt,
    reference: running.reference,
    policy,
    settings,
  });
  return { running, core: new CoreWindow(opened), life: one };
}

/** The clock has come to a moment: the command, if there is one, is given to both, and both must answer the same. */
async function atMoment({ running, core, life: one }: Pair, index: number) {
  const state = await quiet(running);
  const now = clock.now();
  core.runUntil(now);
  const next = one.commands[index];
  const due = nextDue(core.state)?.at;
  if (tieIn(core.log) !== undefined) return;
  if (!next || isOver(state) || (due !== undefined && due < now + CLEAR)) return;
  await running.until((view) => view.sequence >= state.sequence);
  const body = next.body(now + AHEAD);
  const refusal = core.give(next.name, body);
  const answer = await running.update(next.name, body).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
  const given = { reference: running.reference, command: next.name };
  expect({ ...given, answer }).toEqual({ ...given, answer: refusal });
  await quiet(running);
  core.runUntil(clock.now());
}

/** Waits until nothing is due and every notice begun is at rest, by the record alone. */
async function quiet({ world, reference }: OpenedWindow): Promise<WindowState> {
  const deadline = Date.now() + 5 * MINUTE;
  let state: WindowState | undefined;
  for (let seen = 0; ;) {
    const events = world.events.slice(seen);
    seen += events.length;
    state = events.reduce<WindowState | undefined>(evolve, state);
    if (state && noticesAtRest(state) && (isOver(state) || (nextDue(state)?.at ?? Infinity) > clock.now()))
      return state;
    if (Date.now() > deadline)
      throw new Error(`${reference} never comes to rest after ${world.timeline.slice(-8).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The code of the refusal an update was answered with; what is no refusal tells itself. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { details?: { code?: string }[] } };
  return cause?.details?.[0]?.code ?? String(error);
}
