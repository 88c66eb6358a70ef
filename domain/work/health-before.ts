import type { WorkPlan } from './plan';

/** What a look at the resources before any work has found. */
export interface HealthBefore {
  /** Of those with a health probe. */
  readonly looked: number;
  readonly unhealthy: number;
}

/**
 * S2: a fleet that is not healthy before the work is not touched. Why nothing may be begun, for people; undefined when it may.
 * Fewer than the plan would stop at are no obstacle: they may be what the work is for. Pure.
 */
export function whyNotTouched(
  { stopAfterFailures }: Pick<WorkPlan, 'stopAfterFailures'>,
  { looked, unhealthy }: HealthBefore,
): string | undefined {
  if (unhealthy < stopAfterFailures) return undefined;
  const are = unhealthy === 1 ? 'is' : 'are';
  return (
    `${String(unhealthy)} of the ${String(looked)} resources that were looked at before the work ${are} not healthy, and the plan stops ` +
    `at ${String(stopAfterFailures)}: nothing was begun. The work list names them. Correct them or leave them out, then resume; or abort.`
  );
}
