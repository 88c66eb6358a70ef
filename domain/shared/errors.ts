/**
 * The one table of known failures: HTTP status, title, and whether trying the same again can help.
 * Activities, handlers and the API use these codes; anything else is unknown and is rethrown.
 */
export const ERRORS = {
  'invalid-body': { status: 422, title: 'The request has fields that cannot be used', retryable: false },
  'malformed-body': { status: 400, title: 'The request body cannot be read', retryable: false },
  'body-too-large': { status: 413, title: 'The request body is too large', retryable: false },
  'unsupported-media-type': {
    status: 415,
    title: 'The request body has a type that is not read here',
    retryable: false,
  },
  'missing-token': { status: 401, title: 'A token is needed', retryable: false },
  'wrong-token': { status: 401, title: 'The token is not valid', retryable: false },
  'not-permitted': { status: 403, title: 'The token does not permit this', retryable: false },
  'too-many-requests': { status: 429, title: 'The token has sent too many requests', retryable: true },
  'not-found': { status: 404, title: 'There is no such thing', retryable: false },
  'method-not-allowed': { status: 405, title: 'The path does not take this method', retryable: false },
  'key-reused': { status: 422, title: 'The Idempotency-Key was used with another request', retryable: false },
  'key-in-progress': {
    status: 409,
    title: 'A request with this Idempotency-Key is still in progress',
    retryable: true,
  },
  'import-in-progress': { status: 409, title: 'Another import is at work', retryable: true },
  'never-fires': { status: 422, title: 'The series has no night', retryable: false },
  'no-such-night': { status: 422, title: 'The series has no such night', retryable: false },
  'night-taken': { status: 409, title: 'The night has its window already', retryable: false },
  'series-ended': { status: 409, title: 'The series has ended', retryable: false },
  'unknown-scope': { status: 422, title: 'The scope names something the inventory does not have', retryable: false },
  'empty-audience': { status: 422, title: 'Nobody would be told', retryable: false },
  'start-in-past': { status: 422, title: 'The start is in the past', retryable: false },
  'end-in-past': { status: 422, title: 'The end is in the past', retryable: false },
  'too-far-ahead': { status: 422, title: 'The start is too far ahead', retryable: false },
  'notice-too-short': { status: 422, title: 'The class promises more notice than is left', retryable: false },
  'wrong-phase': { status: 409, title: 'The window is not in a phase that allows this', retryable: false },
  'too-early': { status: 409, title: 'It is too early for this', retryable: false },
  'too-late': { status: 409, title: 'It is too late for this', retryable: false },
  'time-out-of-bounds': { status: 422, title: 'The time given cannot be when it happened', retryable: false },
  'already-done': { status: 409, title: 'This has been done', retryable: false },
  'stale-revision': { status: 409, title: 'The window has changed since', retryable: false },
  'no-rfo-draft': { status: 409, title: 'There is no RFO draft to publish', retryable: false },
  'nothing-to-repair': { status: 409, title: 'There is nothing to repair this way', retryable: false },
  'nothing-failed': { status: 409, title: 'There is nothing to send again', retryable: false },
  'same-slot': { status: 422, title: 'The new date is the date in force', retryable: false },
  'same-scope': { status: 422, title: 'The new scope is the scope in force', retryable: false },
  'same-class': { status: 422, title: 'The new class is the class in force', retryable: false },
  'not-later': { status: 422, title: 'The new end is not later', retryable: false },
  'no-alternate': { status: 409, title: 'There is no alternate night', retryable: false },
  'no-alternative': { status: 409, title: 'The other window is no alternative', retryable: false },
  'no-room': { status: 409, title: 'The other window has no room for so much', retryable: false },
  'own-plan': { status: 409, title: 'Authors do not approve what they wrote', retryable: false },
  'no-such-step': { status: 422, title: 'There is no such verification step', retryable: false },
  'no-such-item': { status: 422, title: 'There is nothing of this name to undo', retryable: false },
  'verification-open': { status: 409, title: 'Verification steps are not ticked off', retryable: false },
  'notice-debt': { status: 422, title: 'Customers would get less notice than promised', retryable: false },
  conflict: {
    status: 409,
    title: 'The window conflicts with other plans, or with the rules of its place',
    retryable: false,
  },
  'already-claimed': { status: 409, title: 'Somebody else has begun this work', retryable: false },
  'locked-in': { status: 409, title: 'It is too late for customers to do this', retryable: false },
  'not-due': { status: 409, title: 'The work is not due', retryable: false },
  'no-work': { status: 409, title: 'The window keeps no list of work', retryable: false },
  'no-self-service': { status: 409, title: 'The window does this work itself', retryable: false },
  'out-of-scope': { status: 409, title: 'The resource is not in the scope of the window', retryable: false },
  'group-busy': { status: 409, title: 'Another resource of the redundancy group is worked on', retryable: true },
  'work-halted': { status: 409, title: 'The work of the window is halted', retryable: false },
  'too-many-endpoints': { status: 409, title: 'There are as many webhook endpoints as there can be', retryable: false },
  'endpoint-disabled': { status: 409, title: 'The webhook endpoint is switched off', retryable: false },
  'delivery-in-progress': { status: 409, title: 'The webhook is being posted', retryable: true },
  'address-shared': { status: 409, title: 'Others have the same address', retryable: false },
  'address-in-use': { status: 409, title: 'The address is needed still', retryable: false },
  'erasure-off': { status: 503, title: 'Erasing is not set up here', retryable: false },
  'webhooks-off': { status: 503, title: 'Webhooks are not set up here', retryable: false },
  'temporal-unreachable': { status: 503, title: 'Temporal cannot be reached', retryable: true },
  'database-unreachable': { status: 503, title: 'The database cannot be reached', retryable: true },
  'window-busy': { status: 503, title: 'The window is busy', retryable: true },
  'window-stuck': { status: 503, title: 'The window cannot go on by itself', retryable: true },
  'no-answer-yet': { status: 503, title: 'The window has not answered in time', retryable: true },
} as const;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as readonly ErrorCode[];

/** A refusal of the core: which rule, the figures, and the way out, in sentences for a person. */
export interface Refusal<C extends ErrorCode = ErrorCode> {
  readonly code: C;
  readonly detail: string;
  /** The field at fault where there is one, with dots: `slots.0.start`. */
  readonly field?: string;
}

/** A known failure, as an error that reaches the caller. */
export class KnownError extends Error {
  override readonly name = 'KnownError';

  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly faults: readonly { field: string; message: string }[] = [],
  ) {
    super(detail);
  }
}

/** A refusal of the core as an error that reaches the caller. */
export function refusalError({ code, detail, field }: Refusal): KnownError {
  return new KnownError(code, detail, field === undefined ? [] : [{ field, message: detail }]);
}
