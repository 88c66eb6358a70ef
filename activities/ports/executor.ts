import type { WorkResource } from '../../domain/work/item';

/** Executors carry out maintenance on one resource (S7). The caller keeps what they answer; they keep nothing themselves. */

/** One piece of work on one resource. */
export interface WorkJob {
  /**
   * One key for the life of the job: whatever is asked under it is begun at most once. 1 to 200 characters of A–Z, a–z, 0–9 and
   * `._-`. When a person decides that work is tried again, that is another job with another key.
   */
  readonly key: string;
  /** Of the window. */
  readonly reference: string;
  readonly resource: WorkResource;
  readonly action: 'restart';
  /** The work is given so much time from `askedAt` (ms). */
  readonly timeoutMs: number;
  /** When the start was put on record, which is before the executor is asked for the first time (UTC ms); never changed. */
  readonly askedAt: number;
}

/**
 * What an executor says in proof, and what it needs to observe the job later. Small and flat, without secrets and personal data,
 * so that it may be kept in the database, in histories and in the proof of notice (T4).
 */
export type Evidence = Readonly<Record<string, string | number | boolean>>;

/** Our own part of it: since when the job is done as its executor says, or the host itself (UTC ms). */
export const DONE_AT = 'forewarnDoneAt';

/**
 * The answer to a start. `in-doubt`: the request may have arrived and its answer was lost; what has become of it only `observe`
 * tells. With `retryable` the same job may be started again later; without, only once a person has corrected what `reason` says.
 */
export type StartAnswer =
  | { readonly accepted: true; readonly evidence?: Evidence }
  | { readonly accepted: 'in-doubt'; readonly reason: string }
  | { readonly accepted: false; readonly reason: string; readonly retryable: boolean };

/**
 * Where a job stands.
 * `running` begun and not at its end · `done` · `failed` at its end, and it did not work; `reason` is for people ·
 * `unknown` nobody can tell now, because there is no answer or the executor has forgotten: observe again, and ask a person when
 * the time is over; such a job is never started again by itself · `not-begun` the executor is sure that nothing was begun, so
 * that starting it again under the same key is safe, even when the first request is still on its way.
 */
export interface Observation {
  readonly state: 'running' | 'done' | 'failed' | 'unknown' | 'not-begun';
  /** Replaces the evidence that was kept so far. */
  readonly evidence?: Evidence;
  readonly reason?: string;
}

/** One thing that keeps an executor from working, with what to correct. */
export interface ExecutorProblem {
  readonly text: string;
}

/** Calls are bounded in time, and reject only when `signal` aborts. */
export interface Executor {
  /** As it is configured, and as windows name it. */
  readonly name: string;
  /** Resources ask for their work by themselves, so that nothing is started here: it is only looked after. */
  readonly pulls?: true;
  /** Whether it can do the work on resources of that kind. */
  serves(kind: string): boolean;
  /** Asks for the work; returns as soon as the executor has taken it. After a crash `observe` comes first. */
  start(job: WorkJob, signal?: AbortSignal): Promise<StartAnswer>;
  /** `evidence`: what the start or the last observation said; undefined when the start's answer was lost. */
  observe(job: WorkJob, evidence?: Evidence, signal?: AbortSignal): Promise<Observation>;
  /** What is wrong with the configuration, as far as looking can tell; begins nothing. None: it can be used. */
  check(signal?: AbortSignal): Promise<readonly ExecutorProblem[]>;
}

/** Whether a resource works, as one look tells. */
export type Health = { readonly healthy: true } | { readonly healthy: false; readonly reason: string };

/** Looks at resources after their work, and before a window begins any (S5, S7). */
export interface HealthProbe {
  /** How long a resource has to stay healthy before that counts (ms). */
  readonly settleMs: number;
  serves(kind: string): boolean;
  /** One look. */
  look(resource: WorkResource, signal?: AbortSignal): Promise<Health>;
}

/** Looks at what a window names by its probe, after the work (E3). */
export interface NamedProbe {
  /** One look. */
  look(signal?: AbortSignal): Promise<Health>;
}

/** Whether something outside says that no work may begin now; when it cannot be asked, it does. */
export interface WorkBlockers {
  /** What blocks, one line each; none: work may begin. */
  blocking(signal?: AbortSignal): Promise<readonly string[]>;
}
