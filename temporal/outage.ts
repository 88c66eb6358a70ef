import { KnownError } from '../domain/shared/errors';

/** A person waits: longer than this is an error in itself (ms). */
export const DEADLINE_MS = 10_000;

const UNAVAILABLE = 14;
const IN_DOUBT = new Set([1, 4]); // CANCELLED, DEADLINE_EXCEEDED

/**
 * What a failed call to Temporal means when Temporal itself is the trouble: `no-answer-yet`, with what may have happened
 * (`doubt`), or `temporal-unreachable`, when nothing has. Undefined for every other error.
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

/** The gRPC status of an error or of what caused it. */
export function grpcCode(error: unknown): number | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'number') return at.code;
  }
  return undefined;
}
