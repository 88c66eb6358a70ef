import type { Database } from '../../store/database/database';
import { databaseAnswers, schemaState } from '../../store/database/probes';

/** A worker of the SDK, as far as it says how it is. */
export interface Polling {
  readonly options: { readonly taskQueue: string };
  getState(): string;
}

export interface ReadinessSources {
  /** Used for probes alone, so that they wait for nothing else. */
  readonly probed: Database;
  readonly windows: { isReachable(): Promise<boolean> };
  readonly workers: readonly Polling[];
}

/** What a probe is told; every part by itself, and for each that is not well one sentence that says what to do. */
export interface Readiness {
  readonly status: 'ready' | 'not ready';
  readonly database: 'reachable' | 'unreachable';
  readonly schema: 'current' | 'behind' | 'unknown';
  readonly temporal: 'reachable' | 'unreachable';
  readonly workers: 'polling' | 'not polling';
  readonly problems: readonly string[];
}

/** Whether the process can do its work: PostgreSQL answers with the tables of this version, the namespace answers, workers poll (O3). */
export async function readinessOf({ probed, windows, workers }: ReadinessSources): Promise<Readiness> {
  const [answers, schema, isReachable] = await Promise.all([
    databaseAnswers(probed),
    schemaState(probed),
    windows.isReachable(),
  ]);
  const idle = workers.filter((worker) => worker.getState() !== 'RUNNING');
  const problems = [
    ...(answers ? [] : ['PostgreSQL does not answer: start it, or correct DATABASE_URL.']),
    ...(schema === 'behind' ? ['The database lacks tables of this version: run `node dist/ops/prepare.js`.'] : []),
    ...(isReachable
      ? []
      : [
          'Temporal does not answer, or has no such namespace: start it, or correct TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE.',
        ]),
    ...idle.map((worker) => `The worker of ${worker.options.taskQueue} does not poll: it is ${stateInWords(worker)}.`),
  ];
  return {
    status: problems.length === 0 && schema === 'current' ? 'ready' : 'not ready',
    database: answers ? 'reachable' : 'unreachable',
    schema,
    temporal: isReachable ? 'reachable' : 'unreachable',
    workers: idle.length === 0 ? 'polling' : 'not polling',
    problems,
  };
}

function stateInWords(worker: Polling): string {
  const state = worker.getState();
  return state === 'INITIALIZED' ? 'starting' : state.toLowerCase();
}
