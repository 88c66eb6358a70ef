import type { Evidence, Executor, Observation, StartAnswer } from '../../activities/ports/executor';
import type { ClaimedWork, WorkList, WorkOutcome } from '../../activities/ports/work';
import { carryOn } from '../../activities/work/one-job';
import { MINUTE, SECOND } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';

/** One claim from look to look, with an executor whose answers are given. */

const PLAN = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', timeoutSeconds: 600 } as const;
const CLAIM: ClaimedWork = {
  key: 'k-1',
  reference: 'MW-2026-0001',
  resource: { id: 'srv-1', name: 'web', kind: 'server', environment: 'production' },
  attempt: 1,
  state: 'claimed',
};

interface Script {
  readonly starts: StartAnswer[];
  readonly observations: Observation[];
}

/** Looks at the job until it has ended, so often at most; what the executor was asked, and how it ended. */
async function lookAfter(script: Script, looks: number): Promise<{ asked: string[]; outcome?: WorkOutcome }> {
  const asked: string[] = [];
  let evidence: Evidence | undefined;
  let outcome: WorkOutcome | undefined;
  let now = 0;
  let begunAt: number | undefined;
  const executor: Executor = {
    name: 'demo',
    serves: () => true,
    check: () => Promise.resolve([]),
    start: () => {
      asked.push('start');
      return Promise.resolve(script.starts.shift() ?? { accepted: true });
    },
    observe: () => {
      asked.push('observe');
      return Promise.resolve(script.observations.shift() ?? { state: 'unknown' });
    },
  };
  const work: Pick<WorkList, 'begin' | 'keepEvidence' | 'end' | 'release'> = {
    begin: () => {
      const is = begunAt === undefined ? 'first' : 'again';
      begunAt ??= now;
      return Promise.resolve({ is, begunAt });
    },
    keepEvidence: (_key, kept) => {
      evidence = kept;
      return Promise.resolve();
    },
    end: (_key, end) => {
      outcome = end;
      return Promise.resolve(true);
    },
    release: () => Promise.resolve(true),
  };
  const setting = {
    work: work as WorkList,
    executors: {
      executors: new Map([['demo', executor]]),
      probeFor: () => undefined,
      probeNamed: () => undefined,
      blockers: { blocking: () => Promise.resolve([]) },
    },
    plan: PLAN,
    clock: () => now,
    signal: new AbortController().signal,
  };
  for (let look = 0; look < looks && !outcome; look++, now += 30 * SECOND) {
    await carryOn({ ...CLAIM, ...(evidence ? { evidence } : {}) }, setting);
  }
  return { asked, ...(outcome ? { outcome } : {}) };
}

const BUSY: StartAnswer = { accepted: false, retryable: true, reason: 'too much to do' };

test('S7: an executor that did not take the job is asked again, although it knows nothing of it', async () => {
  const { asked, outcome } = await lookAfter({ starts: [BUSY, BUSY], observations: [{ state: 'done' }] }, 10);
  expect(asked).toEqual(['start', 'start', 'start', 'observe']);
  expect(outcome).toMatchObject({ state: 'done' });
});

test('S7: one that may have taken it is observed, and never asked again', async () => {
  const inDoubt: StartAnswer = { accepted: 'in-doubt', reason: 'no answer' };
  const { asked, outcome } = await lookAfter({ starts: [BUSY, inDoubt], observations: [] }, 30);
  expect(asked.filter((what) => what === 'start')).toHaveLength(2);
  expect(outcome).toMatchObject({ state: 'unknown' });
});

test('S7: one that takes nothing for as long as the work may last has failed it, or nobody knows', async () => {
  const busy = Array.from({ length: 50 }, () => BUSY);
  const { asked, outcome } = await lookAfter({ starts: busy, observations: [] }, 50);
  expect(asked).toHaveLength(1 + (10 * MINUTE) / (30 * SECOND));
  expect(outcome).toMatchObject({ state: 'failed', reason: expect.stringContaining('too much to do') as string });
});
