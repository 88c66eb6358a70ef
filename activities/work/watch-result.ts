import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { SECOND } from '../../domain/shared/time';
import type { Watch } from '../../domain/window/degradation';
import type { NamedProbe } from '../ports/executor';

/** A bad look is repeated so soon (ms): a probe that fails once says little, and a bad result is to be known soon. */
const AGAIN_MS = 30 * SECOND;

/** What one look has found: `because` is for the provider's people. */
export type Found =
  | { readonly is: 'good' | 'over' }
  | { readonly is: 'bad'; readonly because: string }
  /** `bad` looks in a row, too few to be sure. */
  | { readonly is: 'doubtful'; readonly bad: number };

/** One look, after `badBefore` bad ones in a row: as many as it takes make a bad result, and a single good one among them is enough. */
export async function lookOnce(
  probe: NamedProbe,
  { until, badAfter }: Watch,
  { badBefore, now, signal }: { readonly badBefore: number; readonly now: number; readonly signal: AbortSignal },
): Promise<Found> {
  if (now >= until) return { is: 'over' };
  const health = await probe.look(signal);
  if (health.healthy) return { is: 'good' };
  const bad = badBefore + 1;
  if (bad < badAfter) return { is: 'doubtful', bad };
  const times = bad === 1 ? '' : `, ${String(bad)} times in a row`;
  return { is: 'bad', because: `${health.reason}${times}` };
}

/** Of the attempts before this one, which have left it with their last heartbeat; 0 where the last look was good, or nothing is left. */
export function badLooksIn(details: unknown): number {
  const bad = typeof details === 'object' && details !== null && 'bad' in details ? details.bad : 0;
  return typeof bad === 'number' && Number.isInteger(bad) && bad > 0 ? bad : 0;
}

/**
 * Ends this attempt of the activity: Temporal tries again when the next look is due. So a watch of days holds no place of a worker, not
 * even while it makes sure of a bad result, and is three events in the history of its window.
 */
export function notYet(
  { everyMs, until }: Watch,
  now: number,
  { isDoubtful = false }: { readonly isDoubtful?: boolean } = {},
): ApplicationFailure {
  const next = isDoubtful ? Math.min(AGAIN_MS, everyMs) : everyMs;
  return ApplicationFailure.create({
    message: 'There will be another look.',
    type: 'NotYet',
    category: ApplicationFailureCategory.BENIGN,
    nextRetryDelay: Math.max(1, Math.min(next, until - now)),
  });
}
