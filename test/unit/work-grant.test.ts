import fc from 'fast-check';
import { caughtUp, grant, type WorkAskedFor } from '../../domain/work/grant';
import type { WorkItem } from '../../domain/work/item';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { newRun, type WorkRun } from '../../domain/work/run';
import { MINUTE, SECOND } from '../../domain/shared/time';
import { FLEET_RULES, FleetWorld, type FleetRules } from '../support/fleet-world';
import { breaking } from '../support/planted';

/** S2, S3, S7: hosts that update themselves ask whether they may restart now. */

const START = 60 * MINUTE;
const END = 100 * MINUTE;
const PLAN: WorkPlan = {
  ...DEFAULT_WORK_PLAN,
  ...{ mode: 'automatic', executor: 'hosts', batch: 2, pauseSeconds: 30, selfService: true, lockInMinutes: 10 },
};

function host(n: number, some: Partial<WorkItem> = {}): WorkItem {
  const rest = { reference: 'MW-2026-0001', kind: 'server', environment: 'production' };
  return { ...rest, resourceId: `srv-${String(n)}`, state: 'due', attempt: 0, since: 0, ...some };
}

type Change = Omit<Partial<WorkAskedFor>, 'context' | 'run'> & {
  readonly plan?: Partial<WorkPlan>;
  readonly run?: Partial<WorkRun>;
  readonly context?: Partial<WorkAskedFor['context']>;
};

/** In the window, five minutes after its start, with nothing under way. */
function asked({ plan: figures = {}, run = {}, context = {}, ...rest }: Change = {}): WorkAskedFor {
  const plan = { ...PLAN, ...figures };
  const times = { now: START + 5 * MINUTE, announcedAt: SECOND, startsAt: START, startedAt: START, endsAt: END };
  return {
    ...{ item: host(1), underWay: 0, run: { ...newRun(plan), ...run } },
    context: { ...times, plan, isOver: false, ...context },
    ...rest,
  };
}

const before = (now: number) => ({ now, startedAt: undefined });

describe('S7: a host may restart', () => {
  it.each<[string, Change, 'window' | 'platform']>([
    ['in the window', {}, 'window'],
    ['while another restarts, as long as a batch does at most', { underWay: 1 }, 'window'],
    ['as one of the first, small batch', { plan: { canary: 2 }, run: { canary: 'under-way' }, underWay: 1 }, 'window'],
    ['before the window where self-service allows it', { context: before(START - 20 * MINUTE) }, 'platform'],
  ])('%s', (_rule, change, by) => {
    expect(grant(asked(change))).toMatchObject({ granted: { resourceId: 'srv-1' }, by });
  });
});

describe('S7: a host may not restart, and hears why', () => {
  const held = { resourceId: 'srv-2', state: 'unknown' as const };
  const ready = START + 6 * MINUTE;
  it.each<[string, Change, string, RegExp]>([
    ['a batch restarts', { underWay: 2 }, 'batch-full', /2 of MW-2026-0001 restart now, and 2 may at once/],
    [
      'the first, small batch is full',
      { plan: { canary: 1 }, run: { canary: 'under-way' }, underWay: 1 },
      'batch-full',
      /1 may at once/,
    ],
    ['the first batch is watched', { run: { canary: 'under-way', done: 1 } }, 'pause', /is watched/],
    ['the pause after the last one', { run: { readyAt: ready } }, 'pause', /waits until 1970-01-01T01:06:00Z/],
    [
      'another of its redundancy group is unknown',
      { item: host(1, { redundancyGroup: 'orders' }), context: { groupHeldBy: held } },
      'group-busy',
      /srv-2, of the same redundancy group orders/,
    ],
    [
      'failures have stopped the work',
      { run: { state: 'stopped', because: 'Two failed.' } },
      'work-halted',
      /Two failed/,
    ],
    ['a person has paused it', { context: { halted: 'paused' } }, 'work-halted', /is paused/],
    ['its time-out would pass the planned end', { context: { now: END - 9 * MINUTE } }, 'work-halted', /planned end/],
    ['an earlier environment has something left', { earlier: 'staging' }, 'order', /environment staging first/],
    ['people do the work of the window', { plan: { mode: 'manual' } }, 'manual', /people do its work/],
    ['it is done', { item: host(1, { state: 'done' }) }, 'not-due', /is done/],
    [
      'it is unknown what became of it',
      { item: host(1, { state: 'unknown' }) },
      'already-claimed',
      /A person has to say/,
    ],
    [
      'before the window without self-service',
      { plan: { selfService: false }, context: before(START - 20 * MINUTE) },
      'no-self-service',
      /between .* and/,
    ],
    ['from the lock-in on', { context: before(START - 10 * MINUTE) }, 'locked-in', /locked in since/],
    [
      'before the window while a batch restarts',
      { context: before(START - 20 * MINUTE), underWay: 2 },
      'batch-full',
      /2 may at once/,
    ],
  ])('%s', (_rule, change, code, words) => {
    const answer = grant(asked(change));
    expect(answer).toMatchObject({ refusal: { code, detail: expect.stringMatching(words) as string } });
  });

  it('what the runner has not heard of yet counts already: a failure stops, and a batch is counted', () => {
    const plan = { ...PLAN, stopAfterFailures: 2 };
    const ends = ['failed', 'unknown'] as const;
    const run = caughtUp(newRun(plan), plan, { begun: 3, ends, lastEndAt: START + MINUTE }, START + 5 * MINUTE);
    expect(run).toMatchObject({ state: 'stopped', underWay: 1, readyAt: START + MINUTE + 30 * SECOND });
    expect(grant(asked({ plan, run }))).toMatchObject({ refusal: { code: 'work-halted' } });
  });
});

test('S7: a host that never comes back is unknown after its time, keeps its redundancy group, and the others go on', () => {
  const items = [host(0, { redundancyGroup: 'orders' }), host(1, { redundancyGroup: 'orders' }), host(2)];
  const world = new FleetWorld({ ...PLAN, batch: 1, pauseSeconds: 0 }, items, { startsAt: START, endsAt: END });
  world.advance(START);
  expect([world.ask(0), world.ask(2)]).toEqual([true, false]);
  world.advance(PLAN.timeoutSeconds * SECOND);
  world.look();
  expect(world.items[0]).toMatchObject({ state: 'unknown' });
  // it may be the last healthy one that asks now
  expect([world.ask(1), world.ask(2)]).toEqual([false, true]);
  world.decide(0, 'skip');
  world.steady(2);
  expect(world.ask(1)).toBe(true);
});

type Step = (world: FleetWorld) => void;
const place = fc.nat({ max: 8 });
const to = (give: (world: FleetWorld, at: number) => void) =>
  place.map(
    (at): Step =>
      (world) =>
        give(world, at),
  );

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 9, arbitrary: to((world, at) => void world.ask(at)) },
  {
    weight: 3,
    arbitrary: to((world, at) => {
      // the answer was lost: it asks again, and is one claim
      if (!world.ask(at)) return;
      const { granted } = world;
      if (!world.ask(at)) throw new Error('a host that was granted and asks again is told yes');
      if (world.granted !== granted) throw new Error('asking twice is one claim');
    }),
  },
  { weight: 5, arbitrary: to((world, at) => world.steady(at)) },
  { weight: 1, arbitrary: to((world, at) => world.fail(at)) },
  {
    weight: 4,
    arbitrary: fc.integer({ min: SECOND, max: 8 * MINUTE }).map(
      (ms): Step =>
        (world) =>
          world.advance(ms),
    ),
  },
  { weight: 4, arbitrary: fc.constant<Step>((world) => world.look()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const, 'abort' as const).map(
      (word): Step =>
        (world) =>
          world.say(word),
    ),
  },
  { weight: 1, arbitrary: to((world, at) => world.decide(at, at % 2 === 0 ? 'skip' : 'retry')) },
  { weight: 1, arbitrary: to((world, at) => world.rescope(at)) },
);

const opening = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  canary: fc.constantFrom(0, 0, 1),
  pauseSeconds: fc.constantFrom(0, 30),
  canaryPauseSeconds: fc.constant(60),
  stopAfterFailures: fc.integer({ min: 1, max: 3 }),
  timeoutSeconds: fc.constantFrom(60, 600),
  selfService: fc.boolean(),
});
const lives = fc.tuple(
  opening,
  fc.integer({ min: 2, max: 8 }),
  fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
);

function live(figures: Partial<WorkPlan>, count: number, steps: readonly Step[], rules?: FleetRules): FleetWorld {
  const items = Array.from({ length: count }, (_, n) =>
    host(n, n % 2 === 0 ? {} : { redundancyGroup: `g${String(n % 4)}` }),
  );
  const times = { startsAt: START, endsAt: END };
  const world = new FleetWorld({ ...PLAN, ...figures }, items, times, rules);
  world.advance(START - 30 * MINUTE);
  for (const next of steps) next(world);
  return world;
}

test('S2, S3, S7: in 5,000 random lives of a fleet none of a group beside another, never more than a batch, none once halted, stopped or past the end, and asking twice is one claim', () => {
  const refused = new Set<string>();
  const by = new Set<string>();
  fc.assert(
    fc.property(lives, ([figures, count, steps]) => {
      const world = live(figures, count, steps);
      for (const code of world.refused) refused.add(code);
      for (const job of world.jobs) by.add(job.by);
    }),
    { numRuns: 5_000 },
  );
  expect([...by].sort()).toEqual(['platform', 'window']);
  // each rule was met
  const met = [
    'already-claimed',
    'batch-full',
    'group-busy',
    'locked-in',
    'no-self-service',
    'not-due',
    'out-of-scope',
  ];
  expect([...refused].sort()).toEqual([...met, 'pause', 'work-halted']);
});

test.each<[string, FleetRules, RegExp]>([
  ['no count of what restarts', { ...FLEET_RULES, grant: (it) => grant({ ...it, underWay: 0 }) }, /a batch at most/],
  [
    'no look at the redundancy group',
    { ...FLEET_RULES, grant: (it) => grant({ ...it, context: { ...it.context, groupHeldBy: undefined } }) },
    /none of a group/,
  ],
  [
    'no end of the window',
    { ...FLEET_RULES, grant: (it) => grant({ ...it, context: { ...it.context, endsAt: 1e12 } }) },
    /in the window/,
  ],
  [
    'no halt by people',
    { ...FLEET_RULES, grant: (it) => grant({ ...it, context: { ...it.context, halted: undefined } }) },
    /not once halted/,
  ],
  ['answers from what the runner knew', { ...FLEET_RULES, caughtUp: (run) => run }, /the pause|not once stopped|small/],
])('the random lives find a fleet with %s', (_bug, rules, rule) => {
  const result = fc.check(
    fc.property(lives, ([figures, count, steps]) => {
      breaking(rule, () => void live(figures, count, steps, rules));
    }),
    { numRuns: 5_000, endOnFailure: true },
  );
  expect(result.failed).toBe(true);
});
