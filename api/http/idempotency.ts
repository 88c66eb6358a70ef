import { createHash } from 'node:crypto';
import { ERRORS, KnownError } from '../../domain/shared/errors';
import type { Database } from '../../store/database/database';
import { beginRequest, finishRequest, forgetRequest, rememberReference } from '../../store/access/idempotency';
import { invalid } from '../../domain/shared/invalid';
import type { Answer, Attempt, RawCall, Route } from './route';
import { StreamedAnswer } from './streams';

/** What is kept of an answer for its repeats. */
interface Kept {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

type Request = Omit<RawCall, 'attempt'>;

/**
 * Carries a request out once, however often it comes with its Idempotency-Key: a repeat gets the first answer again. Only
 * successes are kept; after a refusal the key is free, so that the corrected request can use it. An answer that passes through
 * in pieces is not kept either: an operation that gives one is safe to repeat, and is carried out again. Throws KnownError
 * `invalid-body` (a key that is none), `key-reused` (another request), `key-in-progress`, or what the handler throws.
 * `target` is the request's method and address.
 */
export async function once(
  db: Database,
  operation: Route,
  key: string,
  request: Request,
  target: string,
): Promise<{ answer: Answer; replayed: boolean }> {
  checkKey(key);
  const id = { tokenId: request.caller.tokenId, key };
  const begun = await beginRequest(db, { ...id, requestHash: hashOf(target, request.body) });
  if (begun.state === 'mismatch') {
    throw new KnownError(
      'key-reused',
      'This Idempotency-Key came with another request before. Use a new key for a new request.',
    );
  }
  if (begun.state === 'replay') return { answer: begun.response as Kept, replayed: true };
  const earlier = begun.state === 'in-progress' ? begun.reference : null;
  if (begun.state === 'in-progress' && !mayResume(operation, earlier)) {
    throw new KnownError(
      'key-in-progress',
      'The first request with this Idempotency-Key has no answer yet. Repeat it in a second.',
    );
  }

  let reference = earlier ?? undefined;
  const attempt: Attempt = {
    key,
    reference,
    async remember(given, within = db) {
      reference = given;
      await rememberReference(within, id, given);
    },
  };
  try {
    const answer = await operation.run({ ...request, attempt });
    if (answer.body instanceof StreamedAnswer) await forgetRequest(db, id).catch(() => undefined);
    else await finish(db, id, operation, answer);
    return { answer, replayed: false };
  } catch (error) {
    // what an earlier try may have begun is not forgotten over this one's refusal
    const isCertain = begun.state === 'new' && !mayHaveHappened(error);
    if (isCertain || !mayResume(operation, reference ?? null)) await forgetRequest(db, id).catch(() => undefined);
    throw error;
  }
}

/** A repeat goes on where the first try stopped, when the operation can and knows where that was. */
function mayResume({ resume }: Route, reference: string | null): boolean {
  return resume === 'always' || (resume === 'with-reference' && reference !== null);
}

/** False when the failure says for certain that nothing was done. */
function mayHaveHappened(error: unknown): boolean {
  return !(error instanceof KnownError) || ERRORS[error.code].status >= 500 || error.code === 'key-in-progress';
}

/** What was done stays done when it cannot be noted: a repeat then resumes, or has to wait and is carried out again. */
async function finish(
  db: Database,
  id: { tokenId: string; key: string },
  { success }: Route,
  answer: Answer,
): Promise<void> {
  const kept: Kept = { body: answer.kept ?? answer.body, headers: answer.headers ?? {} };
  await finishRequest(db, id, { status: success.status, response: kept }).catch(() => undefined);
}

function checkKey(key: string): void {
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return;
  throw invalid([{ field: 'Idempotency-Key', message: 'must have 1 to 255 printable ASCII characters' }], 'header');
}

function hashOf(target: string, body: unknown): Buffer {
  return createHash('sha256')
    .update(`${target}\n`)
    .update(body === undefined ? '' : JSON.stringify(body))
    .digest();
}
