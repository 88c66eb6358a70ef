import type { Evidence, Executor, Observation, WorkJob } from '../../activities/ports/executor';

/** What the contract needs to know of one executor and of what it asks. */
export interface ExecutorWorld {
  /** A new one, as another process would have it: it remembers nothing. */
  readonly executor: () => Executor;
  /** A job that nobody has asked for, on a resource of its own. */
  readonly job: (change?: Partial<WorkJob>) => WorkJob;
  /** How often the work has really begun. */
  readonly starts: (job: WorkJob) => number | Promise<number>;
  /** The next start arrives, and its answer is lost. */
  readonly loseAnswer: (job: WorkJob) => void;
  /** Requests arrive nowhere, and are never answered. */
  readonly silence: () => void;
  /** The work of this job will not succeed. */
  readonly fail: (job: WorkJob) => void;
  /** A job that fails, when it has to be of a special form. */
  readonly failingJob?: () => WorkJob;
  /** Whether an executor without memory starts nothing a second time; without, only observing first prevents it. */
  readonly knowsStartsOfOthers: boolean;
}

/** Observes until the work is over, as a runner does: the evidence of each answer is handed to the next one. */
export async function untilOver(executor: Executor, job: WorkJob, first?: Evidence): Promise<Observation> {
  let evidence = first;
  for (let round = 0; round < 300; round++) {
    const seen = await executor.observe(job, evidence);
    evidence = seen.evidence ?? evidence;
    if (seen.state === 'done' || seen.state === 'failed') return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the work is not over');
}

/** The rules of the port (S7), which every executor keeps; `secrets`: what must never be in an answer. */
export function keepsTheContract(world: () => ExecutorWorld, secrets: readonly string[] = []): void {
  it('S7: takes a job, and says in the end that it is done', async () => {
    const { executor, job: make, starts } = world();
    const job = make();
    const answer = await executor().start(job);
    expect(answer.accepted).toBe(true);
    const evidence = answer.accepted === true ? answer.evidence : undefined;
    expect(await untilOver(executor(), job, evidence)).toMatchObject({ state: 'done' });
    expect(await starts(job)).toBe(1);
  });

  it('S7: started twice with one key, it begins once', async () => {
    const { executor, job: make, starts } = world();
    const job = make();
    const one = executor();
    expect(await one.start(job)).toMatchObject({ accepted: true });
    expect((await one.start(job)).accepted).not.toBe(false);
    expect(await starts(job)).toBe(1);
    await untilOver(one, job);
    expect((await one.start(job)).accepted).not.toBe(false);
    expect(await starts(job)).toBe(1);
  });

  it('S7: started twice at once with one key, it begins once', async () => {
    const { executor, job: make, starts } = world();
    const job = make();
    const one = executor();
    const answers = await Promise.all([one.start(job), one.start(job)]);
    expect(answers.map(({ accepted }) => accepted)).not.toContain(false);
    expect(await starts(job)).toBe(1);
  });

  it('S7: after a lost answer it is in doubt, and observing tells without another start', async () => {
    const { executor, job: make, starts, loseAnswer } = world();
    const job = make();
    loseAnswer(job);
    expect(await executor().start(job)).toMatchObject({ accepted: 'in-doubt', reason: expect.any(String) as unknown });
    const afterCrash = executor();
    const seen = await afterCrash.observe(job);
    expect(seen.state).not.toBe('not-begun');
    expect(await untilOver(afterCrash, job, seen.evidence)).toMatchObject({ state: 'done' });
    expect(await starts(job)).toBe(1);
  });

  it('S7: another process that starts the same key begins nothing', async () => {
    const { executor, job: make, starts, knowsStartsOfOthers } = world();
    const job = make();
    await executor().start(job);
    if (knowsStartsOfOthers) await executor().start(job);
    // what cannot know has to be observed first, and says that something is under way
    else expect(['running', 'done']).toContain((await executor().observe(job)).state);
    expect(await starts(job)).toBe(1);
  });

  it('S7: work that did not succeed has failed, with a reason of one line', async () => {
    const { executor, job: make, fail, failingJob } = world();
    const job = failingJob?.() ?? make();
    fail(job);
    const answer = await executor().start(job);
    expect(answer.accepted).toBe(true);
    const end = await untilOver(executor(), job, answer.accepted === true ? answer.evidence : undefined);
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringMatching(/^[^\n]{5,300}$/) as unknown });
  });

  it('S7: where nobody answers, a start is in doubt or may be tried again, an observation is unknown, and a check says so', async () => {
    const { executor, job: make, silence, starts } = world();
    const job = make();
    silence();
    const answer = await executor().start(job);
    expect(answer).toMatchObject(
      answer.accepted === false ? { retryable: true } : { accepted: 'in-doubt', reason: expect.any(String) as unknown },
    );
    expect(await executor().observe(job)).toMatchObject({ state: 'unknown', reason: expect.any(String) as unknown });
    expect(await executor().check()).not.toEqual([]);
    expect(await starts(job)).toBe(0);
  });

  it('S7: what was never asked for is not begun or unknown, and observing begins nothing', async () => {
    const { executor, job: make, starts } = world();
    const job = make();
    expect(['not-begun', 'unknown']).toContain((await executor().observe(job)).state);
    expect(await starts(job)).toBe(0);
  });

  it('S7: a working configuration has no problems, and checking begins nothing', async () => {
    const { executor } = world();
    expect(await executor().check()).toEqual([]);
  });

  it('S7: it serves the kinds it is configured for, and no others', () => {
    const { executor, job } = world();
    expect(executor().serves(job().resource.kind)).toBe(true);
    expect(executor().serves('spaceship')).toBe(false);
  });

  if (secrets.length > 0) {
    it('T4: no answer holds a secret', async () => {
      const { executor, job: make, silence } = world();
      const job = make();
      const one = executor();
      const answers: unknown[] = [await one.start(job), await one.observe(job), await one.check()];
      silence();
      answers.push(await one.start(make()), await one.observe(job), await one.check());
      for (const secret of secrets) expect(JSON.stringify(answers)).not.toContain(secret);
    });
  }
}
