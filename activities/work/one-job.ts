import { DONE_AT, type Evidence, type Executor, type HealthProbe, type WorkJob } from '../ports/executor';
import type { Executors } from '../ports';
import type { ClaimedWork, WorkList, WorkOutcome } from '../ports/work';
import type { WorkPlan } from '../../domain/work/plan';
import { describeDuration, SECOND } from '../../domain/shared/time';

/** What a claim is carried out with. */
export interface JobSetting {
  readonly work: WorkList;
  readonly executors: Executors;
  readonly plan: WorkPlan;
  /** UTC ms. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/** Our own part of what is kept of a job: since when it is healthy (UTC ms). */
const HEALTHY_SINCE = 'forewarnHealthySince';
/** When the executor last said that it did not take the job now (UTC ms): nothing was begun, and it is asked again. */
const REFUSED_AT = 'forewarnRefusedAt';

/**
 * Brings one claim a step further (S7): asks the executor for it once, then observes it; a resource that is done has to be healthy
 * for a while. Can be killed anywhere and repeated: the start is on record before the executor is asked, and what was asked once is
 * observed and never asked again, unless the executor is sure that nothing was begun, or did not take it.
 */
export async function carryOn(claim: ClaimedWork, setting: JobSetting): Promise<void> {
  const { work, executors, plan, clock } = setting;
  const begun = await work.begin(claim.key, clock());
  if (!begun) {
    await work.release(claim.key, clock());
    return;
  }
  const executor = executors.executors.get(plan.executor ?? '');
  const end = (outcome: WorkOutcome) => work.end(claim.key, outcome, clock());
  if (!executor?.serves(claim.resource.kind)) {
    await end({ state: 'failed', reason: noExecutor(plan, claim, executor !== undefined) });
    return;
  }
  const timeoutMs = plan.timeoutSeconds * SECOND;
  const { key, reference, resource } = claim;
  const job: WorkJob = { key, reference, resource, action: 'restart', timeoutMs, askedAt: begun.begunAt };
  const outcome = await step(executor, job, claim.evidence, begun.is, setting);
  if (outcome) await end(outcome);
  else if (clock() - begun.begunAt >= timeoutMs) await end(timedOut(claim.evidence, timeoutMs));
}

async function step(
  executor: Executor,
  job: WorkJob,
  evidence: Evidence | undefined,
  is: 'first' | 'again',
  setting: JobSetting,
): Promise<WorkOutcome | undefined> {
  if (is === 'first') return start(executor, job, setting);
  if (evidence?.[REFUSED_AT] !== undefined) {
    // first, so that a start whose answer is lost is observed
    await setting.work.keepEvidence(job.key, {});
    return start(executor, job, setting);
  }
  if (evidence?.[DONE_AT] !== undefined) return healthy(job, evidence, setting);
  const { state, evidence: told, reason } = await executor.observe(job, evidence, setting.signal);
  const seen = told ?? evidence;
  switch (state) {
    case 'done':
      return healthy(job, { ...seen, [DONE_AT]: setting.clock() }, setting);
    case 'failed':
      return { state: 'failed', evidence: seen, reason };
    case 'not-begun':
      return start(executor, job, setting);
    case 'running':
    case 'unknown':
      if (told) await setting.work.keepEvidence(job.key, told);
      return undefined;
  }
}

async function start(
  executor: Executor,
  job: WorkJob,
  { work, clock, signal }: JobSetting,
): Promise<WorkOutcome | undefined> {
  const answer = await executor.start(job, signal);
  if (answer.accepted === true) {
    if (answer.evidence) await work.keepEvidence(job.key, answer.evidence);
    return undefined;
  }
  // the next look tells what became of it
  if (answer.accepted === 'in-doubt') return undefined;
  if (answer.retryable && clock() - job.askedAt >= job.timeoutMs) {
    const reason = `was not taken within ${describeDuration(job.timeoutMs)} (${answer.reason}); nothing was begun`;
    return { state: 'failed', reason };
  }
  if (answer.retryable) {
    await work.keepEvidence(job.key, { [REFUSED_AT]: clock() });
    return undefined;
  }
  return { state: 'failed', reason: answer.reason };
}

/** The executor says "done"; with a probe the resource has to be healthy for its settling time. */
async function healthy(
  job: WorkJob,
  evidence: Evidence,
  { executors, work, clock, signal }: JobSetting,
): Promise<WorkOutcome | undefined> {
  const probe: HealthProbe | undefined = executors.probeFor(job.resource.kind);
  if (!probe) return { state: 'done', evidence };
  const health = await probe.look(job.resource, signal);
  if (!health.healthy) {
    const { [HEALTHY_SINCE]: _before, ...rest } = evidence;
    if (clock() - job.askedAt >= job.timeoutMs) {
      return { state: 'failed', evidence: rest, reason: `not healthy after the restart: ${health.reason}` };
    }
    await work.keepEvidence(job.key, rest);
    return undefined;
  }
  const since = Number(evidence[HEALTHY_SINCE] ?? clock());
  if (clock() - since >= probe.settleMs) return { state: 'done', evidence };
  await work.keepEvidence(job.key, { ...evidence, [HEALTHY_SINCE]: since });
  return undefined;
}

function timedOut(evidence: Evidence | undefined, timeoutMs: number): WorkOutcome {
  const reason =
    evidence?.[DONE_AT] === undefined
      ? `no end was heard of within ${describeDuration(timeoutMs)}; a person has to say what became of it`
      : `restarted, and not healthy long enough within ${describeDuration(timeoutMs)}`;
  return { state: evidence?.[DONE_AT] === undefined ? 'unknown' : 'failed', evidence, reason };
}

function noExecutor({ executor = '' }: WorkPlan, { resource }: ClaimedWork, exists: boolean): string {
  if (exists) return `the executor ${executor} does not serve resources of kind ${resource.kind}; nothing was begun`;
  return `no executor ${executor} is configured; nothing was begun. FOREWARN_EXECUTORS names the file that has them`;
}
