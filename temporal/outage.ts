import { KnownError } from '../domain/shared/errors';

/** The deadline of a call (ms): a person is waiting. */
export const DEADLINE_MS = 10_000;

const UNAVAILABLE = 14;
const IN_DOUBT = new Set([1, 4]); // CANCELLED, DEADLINE_EXCEEDED

/**
 * The KnownError for a failed call when Temporal itself is the cause: `no-answer-yet`, with what may have happened (`doubt`),
 * or `temporal-unreachable` when nothing has. Undefined for every other error.
 */
export function outage(error: unknown, doubt: string, { hasNoAnswer = false } = {}): KnownError | undefined {
  const code = grpcCode(error);
  if (hasNoAnswer || (code !== undefined && IN_DOUBT.has(code))) {
    return new KnownError(
      'no-answer-yet',
      `There was no answer within ${String(DEADLINE_MS / 1_000)} seconds. ${doubt}, or ` +
        'repeat the request with the same Idempotency-Key, which is safe.',
    );
  }
  if (code !== UNAVAILABLE) return undefined;
  return new KnownError(
    'temporal-unreachable',
    'Temporal does not answer, so nothing was changed. Try again in a moment.',
  );
}

const FAILED_PRECONDITION = 9;
const BUSY = new Set([8, 10]); // RESOURCE_EXHAUSTED, ABORTED

/**
 * The KnownError for a window that accepts nothing at the moment although Temporal works; undefined for every other error.
 * Nothing was done.
 */
export function windowTrouble(error: unknown): KnownError | undefined {
  const code = grpcCode(error);
  if (code !== undefined && BUSY.has(code)) {
    return new KnownError(
      'window-busy',
      'The window is asked by many at once. Nothing was done; send it again in a moment.',
    );
  }
  // the server returns it when the last task of the workflow has failed
  if (code !== FAILED_PRECONDITION || !(error instanceof Error)) return undefined;
  return new KnownError(
    'window-stuck',
    'The workflow of the window fails again and again, so nothing was done and nothing is due meanwhile. Its history in the Temporal UI says why; docs/operating.md says what to do.',
  );
}

/** The gRPC status of an error or of what caused it. */
export function grpcCode(error: unknown): number | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'number') return at.code;
  }
  return undefined;
}
