import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../../../../domain/shared/time';

/** Lets at most so many through a second, evenly; whoever comes gets the next free moment. */
export function createRateLimit(perSecond: number): () => Promise<void> {
  const step = SECOND / perSecond;
  let free = 0;
  return async () => {
    const now = performance.now();
    const mine = Math.max(now, free);
    free = mine + step;
    if (mine > now) await pause(mine - now);
  };
}
