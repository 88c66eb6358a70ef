import { randomUUID } from 'node:crypto';
import type { WorkJob } from '../../activities/ports/executor';

/** A job that was put on record just now. */
export function workJob(change: Partial<WorkJob> = {}): WorkJob {
  const id = `db-${randomUUID().slice(0, 8)}`;
  return {
    key: `MW-2026-0042.${id}.1`,
    reference: 'MW-2026-0042',
    resource: { id, name: `orders-${id}`, kind: 'database', environment: 'env-1' },
    action: 'restart',
    timeoutMs: 600_000,
    askedAt: Date.now(),
    ...change,
  };
}
