import fc from 'fast-check';
import { MINUTE, SECOND } from '../../domain/shared/time';
import type { WorkItem } from '../../domain/work/item';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import type { WorkEnd } from '../../domain/work/states';
import { breaking } from '../support/planted';
import { WORK_RULES, WorkWorld, type Crash, type WorkRules } from '../support/work-world';

type Step = (world: WorkWorld) => void;

const place = fc.nat({ max: 30 });
const index = fc.nat({ max: 1 });
const end = fc.constantFrom<WorkEnd>('done', 'done', 'done', 'done', 'failed', 'unknown');
const crash = fc.constantFrom<Crash>('never', 'never', 'never', 'claimed', 'begun', 'started');

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.integer({ min: SECOND, max: 5 * MINUTE }).map(
      (ms): Step =>
        (world) =>
          world.advance(ms),
    ),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(index, fc.array(end, { minLength: 1, maxLength: 5 }), crash)
      .map(([which, ends, killed]): Step => (world) => {
        world.advance(20 * SECOND);
        world.tick(which, ends, killed);
      }),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(place, fc.constantFrom('customer' as const, 'customer' as const, 'operator' as const), end, crash)
      .map(
        ([at, by, outcome, killed]): Step =>
          (world) =>
            world.doOneself(at, by, outcome, killed),
      ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((world) => world.observeOthers()) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(place, fc.constantFrom('skip' as const, 'retry' as const, 'report' as const, 'resolve' as const))
      .map(
        ([at, how]): Step =>
          (world) =>
            world.decide(at, how),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(place, index).map(
      ([at, which]): Step =>
        (world) =>
          rescope(world, at, which),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(index, fc.constantFrom('pause', 'resume', 'resume', 'resume', 'abort')).map(
      ([which, word]): Step =>
        (world) =>
          world.tell(world.window(which), { type: word as 'abort', by: 'engineer', reason: 'a reason' }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(index, fc.integer({ min: MINUTE, max: 20 * MINUTE })).map(
      ([which, ms]): Step =>
        (world) =>
          void (world.window(which).endsAt += ms),
    ),
  },
);

/** A resource leaves the scope of a window, or is in it again. */
function rescope(world: WorkWorld, at: number, which: number): void {
  const item = world.items.filter(({ reference }) => reference === world.window(which).reference)[at % 5];
  if (item) world.give(item, { type: item.state === 'due' ? 'leave' : 'join' });
}

interface Opening {
  readonly plan: WorkPlan;
  readonly resources: number;
  readonly groups: number;
  readonly shared: boolean;
  readonly lasts: number;
}

const opening: fc.Arbitrary<Opening> = fc.record({
  plan: fc
    .record({
      batch: fc.integer({ min: 1, max: 4 }),
      canary: fc.constantFrom(0, 0, 1),
      pauseSeconds: fc.constantFrom(0, 30),
      canaryPauseSeconds: fc.constant(120),
      stopAfterFailures: fc.integer({ min: 1, max: 3 }),
      timeoutSeconds: fc.constantFrom(60, 300),
    })
    .map((some): WorkPlan => {
      const rest = { mode: 'automatic', executor: 'demo', selfService: true, lockInMinutes: 5 } as const;
      return { ...DEFAULT_WORK_PLAN, ...rest, order: ['staging'], ...some };
    }),
  resources: fc.integer({ min: 1, max: 9 }),
  groups: fc.integer({ min: 1, max: 4 }),
  shared: fc.boolean(),
  lasts: fc.integer({ min: 10 * MINUTE, max: 60 * MINUTE }),
});

function world({ plan, resources, groups, shared, lasts }: Opening, rules?: WorkRules): WorkWorld {
  const made = new WorkWorld(rules);
  for (const [reference, startsAt] of [
    ['MW-2026-0001', 10 * MINUTE],
    ['MW-2026-0002', 20 * MINUTE],
  ] as const) {
    made.addWindow(reference, plan, { startsAt, endsAt: startsAt + lasts });
    for (let n = 0; n < resources; n++) {
      const item: WorkItem = {
        ...{ reference, resourceId: `r${String(n)}`, kind: 'server', state: 'due', attempt: 0, since: 0 },
        environment: n % 2 === 0 ? 'production' : 'staging',
        ...(n % 3 === 0 ? {} : { redundancyGroup: `g${String(n % groups)}` }),
        ...(shared ? { workKey: 'kernel-6.1' } : {}),
      };
      made.items.push(item);
    }
  }
  return made;
}

const steps = fc.array(step, { minLength: 5, maxLength: 50, size: 'max' });

function live(first: Opening, then: readonly Step[], rules?: WorkRules): WorkWorld {
  const one = world(first, rules);
  for (const next of then) next(one);
  one.finish();
  return one;
}

test('S2, S3, S7: in 10,000 random lives each key starts once, none of a group beside another, none once halted or past the end, and all end once', () => {
  const ends = new Set<string>();
  const refused = new Set<string>();
  const told = new Set<string>();
  let started = 0;
  fc.assert(
    fc.property(opening, steps, (first, then) => {
      const one = live(first, then);
      started += one.started.size;
      for (const { state, by, cause } of one.items)
        ends.add(`${state}${cause ? ` ${cause}` : ` by ${by ?? 'nobody'}`}`);
      for (const code of one.refused) refused.add(code);
      for (const window of one.windows) told.add(window.told).add(`canary ${window.run.canary}`);
    }),
    { numRuns: 10_000 },
  );
  // the generator must reach every end, every refusal and every state of a run, else it shows nothing
  expect(started).toBeGreaterThan(10_000);
  expect([...ends]).toEqual(
    expect.arrayContaining([
      ...['done by customer', 'done by window', 'done by operator', 'failed by window', 'failed by customer'],
      ...['skipped operator', 'skipped out-of-scope', 'skipped window-over'],
    ]),
  );
  expect([...refused].sort()).toEqual([
    'already-claimed',
    'group-busy',
    'locked-in',
    'not-due',
    'out-of-scope',
    'work-halted',
  ]);
  expect([...told]).toEqual(
    expect.arrayContaining(['going', 'paused', 'stopped', 'aborted', 'canary passed', 'canary watched']),
  );
}, 300_000);

const { transition, nextBatch, evolveWork, isSame } = WORK_RULES;

/** Bugs that somebody could make, each with the rule that the model says it breaks. */
const PLANTED: readonly [bug: string, rule: RegExp, rules: Partial<WorkRules>][] = [
  [
    'a claim does not see that somebody has it',
    /one start a key|one at a time|nothing done|again only/,
    {
      transition: (item, event, context) =>
        transition(
          event.type === 'claim' && item.state === 'running' ? { ...item, state: 'due' } : item,
          event,
          context,
        ),
    },
  ],
  [
    'a claim does not see its redundancy group',
    /one of a group/,
    { transition: (item, event, context) => transition(item, event, { ...context, groupHeldBy: undefined }) },
  ],
  [
    'what was claimed before an abort is begun after it',
    /no start once halted/,
    {
      transition: (item, event, context) =>
        transition(item, event, event.type === 'begin' ? { ...context, halted: undefined } : context),
    },
  ],
  [
    'what was claimed in time is begun too late',
    /no start past the end/,
    {
      transition: (item, event, context) =>
        transition(item, event, event.type === 'begin' ? { ...context, endsAt: Infinity } : context),
    },
  ],
  [
    'the stop rule is not kept',
    /no start once halted/,
    { evolveWork: (run, event) => (event.type === 'work-stopped' ? run : evolveWork(run, event)) },
  ],
  [
    'work is tried again under its old key',
    /one start a key/,
    {
      transition(item, event, context) {
        const answer = transition(item, event, context);
        return event.type === 'claim' && 'item' in answer ? { item: { ...answer.item, attempt: 1 } } : answer;
      },
    },
  ],
  [
    'what is unknown is begun again by itself',
    /again only when a person wants it|one at a time/,
    {
      transition(item, event, context) {
        const answer = transition(item, event, context);
        const isLost = event.type === 'end' && event.state === 'unknown' && 'item' in answer;
        return isLost ? { item: { ...answer.item, state: 'due' } } : answer;
      },
    },
  ],
  [
    'the same work of another window is not marked',
    /one start a key|one at a time|nothing done|again only/,
    { isSame: (a, b) => isSame(a, b) && a.reference === b.reference },
  ],
  [
    'a batch is larger than the plan says',
    /batch size/,
    { nextBatch: (plan, run, ...rest) => nextBatch({ ...plan, batch: plan.batch + 2 }, run, ...rest) },
  ],
  [
    'work that is done is due again',
    /done stays done|nothing done is begun again/,
    {
      transition: (item, event, context) =>
        event.type === 'join' && item.state === 'done'
          ? { item: { ...item, state: 'due' } }
          : transition(item, event, context),
    },
  ],
  [
    'what is left at the end of the window is forgotten',
    /one final state/,
    { transition: (item, event, context) => (event.type === 'close' ? { item } : transition(item, event, context)) },
  ],
];

test.each(PLANTED)(
  'S2, S3: the model catches that %s',
  (_bug, rule, planted) => {
    const result = fc.check(
      fc.property(opening, steps, (first, then) => {
        breaking(rule, () => void live(first, then, { ...WORK_RULES, ...planted }));
      }),
      { numRuns: 5_000, endOnFailure: true },
    );
    expect(result.failed).toBe(true);
  },
  300_000,
);
