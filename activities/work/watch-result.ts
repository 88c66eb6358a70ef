import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { SECOND } from '../../domain/shared/time';
import type { Watch } from '../../domain/window/degradation';
import type { NamedProbe } from '../ports/executor';

/** A bad look is repeated so soon (ms): a probe that fails once says little, and a bad result is to be known soon. */
const AGAIN_MS = 30 * SECOND;

/** What one round has found: `because` is for the provider's people. */
type Found = { readonly is: 'good' } | { readonly is: 'bad'; readonly because: string } | { readonly is: 'over' };

interface Looking {
  /** UTC ms. */
  readonly clock: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly signal: AbortSignal;
}

/** One look, and where it is bad so many more as it takes to be sure: a single good one among them is enough. */
export async function lookRound(
  probe: NamedProbe,
  { until, everyMs, badAfter }: Watch,
  { clock, sleep, signal }: Looking,
): Promise<Found> {
  for (let bad = 1; clock() < until; bad++) {
    const health = await probe.look(signal);
    if (health.healthy) return { is: 'good' };
    if (bad >= badAfter) {
      const times = badAfter === 1 ? '' : `, ${String(badAfter)} times in a row`;
      return { is: 'bad', because: `${health.reason}${times}` };
    }
    await sleep(Math.min(AGAIN_MS, everyMs), signal);
  }
  return { is: 'over' };
}

/**
 * Ends this attempt of the activity: Temporal tries again when the next look is due. So a watch of days holds no place of a worker, and
 * is three events in the history of its window.
 */
export function notYet({ everyMs, until }: Watch, now: number): ApplicationFailure {
  return ApplicationFailure.create({
    message: 'All is well; there will be another look.',
    type: 'NotYet',
    category: ApplicationFailureCategory.BENIGN,
    nextRetryDelay: Math.max(1, Math.min(everyMs, until - now)),
  });
}
