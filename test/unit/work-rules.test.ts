import { MINUTE, SECOND, toIso } from '../../domain/shared/time';
import type { WorkItem } from '../../domain/work/item';
import { nextBatch, type NextWork } from '../../domain/work/next-batch';
import { DEFAULT_WORK_PLAN, validateWorkPlan, type ResourcesByGroup, type WorkPlan } from '../../domain/work/plan';
import { decideWork, evolveWork, newRun, type WorkInput, type WorkRun } from '../../domain/work/run';
import { transition, type WorkContext, type WorkEvent } from '../../domain/work/transition';

const START = Date.parse('2026-12-10T01:00:00Z');
const END = START + 60 * MINUTE;

const PLAN: WorkPlan = {
  ...DEFAULT_WORK_PLAN,
  ...{ mode: 'automatic', executor: 'demo', batch: 2, selfService: true, order: ['staging', 'production'] },
};

function item(resourceId: string, some: Partial<WorkItem> = {}): WorkItem {
  const rest = { reference: 'MW-2026-0001', kind: 'database', environment: 'production' };
  return { ...rest, resourceId, state: 'due', attempt: 0, since: START - 60 * MINUTE, ...some };
}

function context(some: Partial<WorkContext> = {}): WorkContext {
  const times = { now: START - 120 * MINUTE, announcedAt: START - 20_000 * MINUTE, startsAt: START, endsAt: END };
  return { plan: PLAN, ...times, isOver: false, ...some };
}

describe('S3, S6: what is refused, and in which words', () => {
  const byCustomer: WorkEvent = { type: 'claim', by: 'customer', who: 'Ada' };
  const byWindow: WorkEvent = { type: 'claim', by: 'window', who: 'MW-2026-0001' };
  const underWay = { startedAt: START, now: START };
  it.each<[string, WorkItem, WorkEvent, Partial<WorkContext>, string, readonly string[]]>([
    [
      'claimed already: by whom and since when',
      item('orders-db', { state: 'running', by: 'customer', who: 'Bea', since: START - 90 * MINUTE }),
      byCustomer,
      {},
      'already-claimed',
      ['orders-db', 'the customer (Bea)', '2026-12-09T23:30:00Z'],
    ],
    [
      'locked in: since and until when, and what to do',
      item('orders-db'),
      byCustomer,
      { now: START - 60 * MINUTE },
      'locked-in',
      ['2026-12-10T00:00:00Z', '2026-12-10T02:00:00Z', 'point of contact'],
    ],
    [
      'started before the lock-in',
      item('orders-db'),
      byCustomer,
      { startedAt: START - 130 * MINUTE },
      'locked-in',
      ['2026-12-09T22:50:00Z'],
    ],
    ['done', item('orders-db', { state: 'done', by: 'window' }), byCustomer, {}, 'not-due', ['done by the window']],
    ['not announced', item('orders-db'), byCustomer, { announcedAt: undefined }, 'not-due', ['not announced yet']],
    ['the window is over', item('orders-db'), byCustomer, { isOver: true }, 'not-due', ['over']],
    [
      'no self-service',
      item('orders-db'),
      byCustomer,
      { plan: { ...PLAN, selfService: false } },
      'no-self-service',
      [toIso(START)],
    ],
    [
      'out of scope',
      item('orders-db', { state: 'skipped', cause: 'out-of-scope' }),
      byCustomer,
      {},
      'out-of-scope',
      ['left the scope'],
    ],
    [
      'its partner is worked on',
      item('orders-db', { redundancyGroup: 'orders' }),
      byCustomer,
      { groupHeldBy: { resourceId: 'orders-db-2', state: 'running' } },
      'group-busy',
      ['orders-db-2', 'redundancy group orders', 'Wait'],
    ],
    ['the window has not started', item('orders-db'), byWindow, {}, 'not-due', ['not started']],
    [
      'the work is aborted',
      item('orders-db'),
      byWindow,
      { ...underWay, halted: 'aborted' },
      'work-halted',
      ['aborted'],
    ],
    [
      'the time-out passes the end',
      item('orders-db'),
      byWindow,
      { ...underWay, now: END - 599 * SECOND },
      'work-halted',
      ['600 seconds', toIso(END), 'Extend'],
    ],
  ])('%s', (_what, work, event, some, code, words) => {
    const answer = transition(work, event, context(some));
    if (!('refusal' in answer)) throw new Error('it was accepted');
    expect(answer.refusal.code).toBe(code);
    for (const word of words) expect(answer.refusal.detail).toContain(word);
  });
});

describe('S2: the next batch', () => {
  const begun = (next: NextWork) => (next.do === 'start' ? next.items.map(({ resourceId }) => resourceId) : next);
  const batch = (items: readonly WorkItem[], plan = PLAN, run: WorkRun = newRun(plan), now = START) =>
    begun(nextBatch(plan, run, items, now, END));

  it('takes environments in the order of the plan, then by name, as many as a batch has', () => {
    const staging = { environment: 'Staging' };
    expect(batch([item('b'), item('c', staging), item('a'), item('d', staging)])).toEqual(['c', 'd']);
  });

  it('takes one of a redundancy group, and none while another of it may be out of service', () => {
    const pair = { redundancyGroup: 'orders' };
    expect(batch([item('a', pair), item('b', pair), item('c')])).toEqual(['a', 'c']);
    expect(batch([item('a', { ...pair, state: 'unknown' }), item('b', pair), item('c')])).toEqual(['c']);
    expect(batch([item('a', { ...pair, state: 'failed' }), item('b', pair)])).toMatchObject({
      ...{ do: 'ended', because: 'needs-person', left: 1 },
    });
    expect(batch([item('a', { ...pair, state: 'running', by: 'customer' }), item('b', pair)])).toEqual({
      ...{ do: 'wait', because: 'group-busy' },
    });
  });

  it('begins with the canary, and watches it longer', () => {
    const plan = { ...PLAN, canary: 1 };
    const all = [item('a'), item('b'), item('c')];
    expect(nextBatch(plan, newRun(plan), all, START, END)).toMatchObject({
      isCanary: true,
      items: [{ resourceId: 'a' }],
    });
    const run = after(plan, { type: 'begun', count: 1, isCanary: true }, { type: 'ended', results: ['done'] });
    expect(batch(all.slice(1), plan, run)).toEqual({ do: 'wait', because: 'canary', until: START + 300 * SECOND });
    expect(batch(all.slice(1), plan, run, START + 300 * SECOND)).toEqual(['b', 'c']);
  });

  it('pauses between batches, and ends when the time-out would pass the planned end, until that is later', () => {
    const run = after(PLAN, { type: 'begun', count: 2, isCanary: false }, { type: 'ended', results: ['done', 'done'] });
    expect(batch([item('c')], PLAN, run)).toEqual({ do: 'wait', because: 'pause', until: START + 30 * SECOND });
    const late = END - 600 * SECOND;
    expect(batch([item('c')], PLAN, newRun(PLAN), late)).toEqual(['c']);
    expect(batch([item('c')], PLAN, newRun(PLAN), late + 1)).toMatchObject({
      do: 'ended',
      because: 'end-near',
      left: 1,
    });
    expect(begun(nextBatch(PLAN, newRun(PLAN), [item('c')], late + 1, END + 1))).toEqual(['c']);
  });

  it('waits for what somebody else has begun, and is done once nothing is left', () => {
    expect(batch([item('a', { state: 'running', by: 'customer' })])).toEqual({ do: 'wait', because: 'under-way' });
    expect(batch([item('a', { state: 'done' }), item('b', { state: 'skipped' })])).toEqual({ do: 'all-done' });
    expect(batch([item('a', { state: 'unknown' })])).toMatchObject({ do: 'ended', because: 'needs-person' });
  });
});

describe('S2: the run', () => {
  it('stops by itself after so many failures in a row, says so, and counts anew once a person resumes', () => {
    const run = after(
      PLAN,
      { type: 'begun', count: 2, isCanary: false },
      { type: 'ended', results: ['failed', 'unknown'] },
    );
    expect(run).toMatchObject({ state: 'stopped', failed: 1, unknown: 1 });
    expect(nextBatch(PLAN, run, [item('c')], START, END)).toEqual({
      do: 'stopped',
      because: '2 resources in a row are not well, and the plan stops at 2. Find out why, then resume or abort.',
    });
    expect(follow(PLAN, run, { type: 'resume', by: 'Ada' })).toMatchObject({ state: 'going', failuresInARow: 0 });
  });

  it('does not stop when one that is well stands between', () => {
    const run = after(
      PLAN,
      { type: 'begun', count: 3, isCanary: false },
      { type: 'ended', results: ['failed', 'done', 'failed'] },
    );
    expect(run).toMatchObject({ state: 'going', failuresInARow: 1 });
  });

  it('stops at the first failure of the canary', () => {
    const plan = { ...PLAN, canary: 1 };
    const run = after(plan, { type: 'begun', count: 1, isCanary: true }, { type: 'ended', results: ['failed'] });
    expect(run.state).toBe('stopped');
  });

  it('is aborted for good: no word makes it go on', () => {
    const run = after(PLAN, { type: 'abort', by: 'Ada', reason: 'The new kernel does not boot.' });
    expect(run).toMatchObject({ state: 'aborted', because: 'Aborted by Ada: The new kernel does not boot.' });
    for (const type of ['pause', 'resume'] as const) {
      expect(decideWork(run, PLAN, { type, by: 'Ada' }, START)).toMatchObject({ refusal: { code: 'already-done' } });
    }
    expect(nextBatch(PLAN, run, [item('c')], START, END)).toMatchObject({ do: 'ended', because: 'aborted', left: 1 });
  });
});

describe('S2: a plan that cannot be used is refused with the field, the figure and the way out', () => {
  const byGroup = (...sizes: number[]): ResourcesByGroup =>
    new Map<string | undefined, number>(sizes.map((size, n) => [n === 0 ? undefined : `g${String(n)}`, size]));
  it.each<[string, Partial<WorkPlan>, ResourcesByGroup, string, string]>([
    [
      'more than half of a group at once',
      { batch: 3 },
      byGroup(0, 4),
      'work.batch',
      'more than half of the redundancy group g1 (4',
    ],
    ['a whole pair', { batch: 2 }, byGroup(0, 2), 'work.batch', 'Set it to 1 or less'],
    ['nothing at a time', { batch: 0 }, byGroup(20), 'work.batch', 'from 1 to 500'],
    ['a canary of everything', { canary: 3 }, byGroup(3), 'work.canary', 'at most 2'],
    ['no executor', { executor: undefined as never }, byGroup(3), 'work.executor', 'mode to "manual"'],
    ['a time-out longer than the window', { timeoutSeconds: 3_601 }, byGroup(3), 'work.timeoutSeconds', 'at most 3600'],
  ])('%s', (_what, some, groups, field, words) => {
    const faults = validateWorkPlan({ ...PLAN, ...some }, groups, END - START);
    expect(faults).toEqual([{ field, message: expect.stringContaining(words) as string }]);
  });

  it('pairs are no obstacle where a batch takes one of each', () => {
    expect(validateWorkPlan({ ...PLAN, batch: 4 }, byGroup(0, 2, 2, 2, 2), END - START)).toEqual([]);
  });
});

function follow(plan: WorkPlan, run: WorkRun, input: WorkInput): WorkRun {
  const verdict = decideWork(run, plan, input, START);
  if ('refusal' in verdict) throw new Error(verdict.refusal.detail);
  return verdict.events.reduce(evolveWork, run);
}

function after(plan: WorkPlan, ...inputs: WorkInput[]): WorkRun {
  return inputs.reduce((run, input) => follow(plan, run, input), newRun(plan));
}
