import { whyNotTouched } from '../../domain/work/health-before';
import { nextBatch } from '../../domain/work/next-batch';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { reportOf } from '../../domain/work/report';
import { decideWork, evolveWork, newRun, type WorkInput, type WorkRun } from '../../domain/work/run';

/** S2: a fleet that is not healthy before the work is not touched. */

const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', stopAfterFailures: 2 };
const DUE = { resourceId: 'a', reference: 'MW-1', kind: 'server', environment: 'x', state: 'due', attempt: 0 } as const;

function after(...inputs: WorkInput[]): WorkRun {
  return inputs.reduce((run, input) => {
    const verdict = decideWork(run, PLAN, input, 0);
    if ('refusal' in verdict) throw new Error(verdict.refusal.detail);
    return verdict.events.reduce(evolveWork, run);
  }, newRun(PLAN));
}
const nextOf = (run: WorkRun) => nextBatch(PLAN, run, [{ ...DUE, since: 0 }], 0, 3_600_000);
const looked = (unhealthy: number) => ({ type: 'looked', looked: 40, unhealthy }) as const;

it.each([
  [2, 0, false],
  [2, 1, false],
  [2, 2, true],
  [2, 40, true],
  [1, 1, true],
  [5, 4, false],
])('a plan that stops at %d: %d unhealthy keep it from beginning: %s', (stopAfterFailures, unhealthy, isKept) => {
  expect(whyNotTouched({ stopAfterFailures }, { looked: 40, unhealthy }) !== undefined).toBe(isKept);
});

it('says how many of how many, the figure of the plan, and the ways out', () => {
  const why = whyNotTouched(PLAN, { looked: 40, unhealthy: 3 });
  expect(why).toMatch(/^3 of the 40 resources .* are not healthy, and the plan stops at 2: nothing was begun\./);
  expect(why).toMatch(/Correct them or leave them out, then resume; or abort\.$/);
});

it('the run stops before its first batch, and a person who resumes it lets it go on without another look', () => {
  const stopped = after(looked(2));
  expect(stopped).toMatchObject({ state: 'stopped', isHealthSeen: true, batches: 0 });
  const next = nextOf(stopped);
  if (next.do === 'start') throw new Error('it must not begin');
  const counts = { done: 0, failed: 0, unknown: 0, skipped: 0, left: 40 };
  expect(reportOf(stopped, next, counts)).toMatchObject({
    state: 'stopped',
    because: expect.stringContaining('2 of the 40') as string,
  });
  const resumed = after(looked(2), { type: 'resume', by: 'Ada' });
  expect(resumed).toMatchObject({ state: 'going', isHealthSeen: true });
  expect(nextOf(resumed).do).toBe('start');
});

it('a healthy one begins, and is not looked at again', () => {
  expect(after(looked(1))).toMatchObject({ state: 'going', isHealthSeen: true });
});

it('what a person has aborted meanwhile stays aborted', () => {
  const aborted = after({ type: 'abort', by: 'Ada', reason: 'enough' }, looked(2));
  expect(aborted).toMatchObject({ state: 'aborted', because: 'Aborted by Ada: enough' });
});
