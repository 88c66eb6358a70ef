import type { Fault } from '../shared/validation';
import type { WorkPlan } from './plan';
import { someOf } from '../shared/some-of';

/** An executor as windows may name it, with the kinds of resources it serves. */
export interface ServingExecutor {
  readonly name: string;
  readonly kinds: readonly string[];
}

/**
 * What is wrong with the executor that a plan names (S7): it is not configured, or does not serve all `kinds` of resources that
 * the window touches. None: it can be used, or the plan names none.
 */
export function validateExecutor(
  { executor }: Pick<WorkPlan, 'executor'>,
  kinds: readonly string[],
  executors: readonly ServingExecutor[],
): Fault[] {
  if (executor === undefined) return [];
  const named = executors.find(({ name }) => name === executor);
  if (!named) return fault(`names ${executor}, which is not configured. ${thereAre(executors)}`);
  const others = kinds.filter((kind) => !named.kinds.includes(kind));
  if (others.length === 0) return [];
  return fault(
    `names ${executor}, which does not serve ${someOf(others)} (it serves ${someOf(named.kinds)}). ${thereAre(executors)}, ` +
      'or narrow the scope by kinds and plan a window for each executor',
  );
}

const fault = (message: string): Fault[] => [{ field: 'work.executor', message }];

function thereAre(executors: readonly ServingExecutor[]): string {
  if (executors.length === 0) {
    return 'No executor is configured: FOREWARN_EXECUTORS names the file that has them, or set work.mode to "manual" without self-service';
  }
  const each = executors.map(({ name, kinds }) => `${name} for ${someOf(kinds)}`);
  return `Name one that serves all of them; there is ${someOf(each, { between: '; ' })}`;
}
