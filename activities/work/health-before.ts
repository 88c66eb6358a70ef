import { MINUTE } from '../../domain/shared/time';
import type { HealthBefore } from '../../domain/work/health-before';
import type { WorkPlan } from '../../domain/work/plan';
import { whyNotTouched } from '../../domain/work/health-before';
import type { Ports } from '../ports';
import type { SeenHealth } from '../ports/work';
import { inParts } from './in-parts';

/** The most resources that are looked at, how many at once, and how long (ms): nothing waits for a large fleet. */
const MOST = 500;
const AT_ONCE = 25;
const LONGEST = 2 * MINUTE;

interface Looking extends Pick<Ports, 'work' | 'executors'> {
  readonly plan: WorkPlan;
  /** UTC ms. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
}

/**
 * One look at what is due, in the order of the work, where its kind has a probe (S2). It ends early once so many are unhealthy that
 * nothing may be begun. What it found is kept with the work list, which is where people read names (T4).
 */
export async function healthBefore(reference: string, looking: Looking): Promise<HealthBefore> {
  const { work, executors, plan, clock, signal } = looking;
  const until = clock() + LONGEST;
  const kinds = (await work.dueKinds(reference)).filter((kind) => executors.probeFor(kind));
  const due = kinds.length === 0 ? [] : await work.due(reference, kinds, MOST);
  const seen: SeenHealth[] = [];
  for (let first = 0; first < due.length; first += AT_ONCE) {
    await inParts(due.slice(first, first + AT_ONCE), AT_ONCE, async (resource) => {
      const health = await executors.probeFor(resource.kind)?.look(resource, signal);
      if (health) seen.push({ resourceId: resource.id, ...(health.healthy ? {} : { reason: health.reason }) });
    });
    if (clock() >= until || whyNotTouched(plan, found(seen)) !== undefined) break;
  }
  await work.keepHealth(reference, seen);
  return found(seen);
}

const found = (seen: readonly SeenHealth[]): HealthBefore => ({
  looked: seen.length,
  unhealthy: seen.filter(({ reason }) => reason !== undefined).length,
});
