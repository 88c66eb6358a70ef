import type { ChannelOutcome } from '../../activities/ports';
import { Waiting } from './outside';
import { SlackFailure } from './slack-failure';

/** How soon to try again after a failure that time may mend, or that a person must (ms). */
const RETRY_AWAY = 15_000;
const RETRY_REFUSED = 120_000;

/**
 * What an attempt that broke off comes to; `failed` notes what somebody may have to mend, which waiting one's turn is not.
 * Rethrows anything unforeseen.
 */
export async function behindBecause(
  error: unknown,
  failed: (why: string) => Promise<void>,
): Promise<Extract<ChannelOutcome, { behind: string }>> {
  if (error instanceof Waiting) return { behind: error.message, retryInMs: error.retryInMs };
  if (!(error instanceof SlackFailure)) throw error;
  const { fault, message, retryInMs } = error;
  if (fault === 'queued') return { behind: message, retryInMs: retryInMs ?? RETRY_AWAY };
  await failed(message);
  const again = retryInMs ?? (fault === 'away' || fault === 'limited' ? RETRY_AWAY : RETRY_REFUSED);
  return { behind: message, retryInMs: again };
}
