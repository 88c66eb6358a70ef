import type { ApiProblem } from './api-types';

/** Exit codes. They are documented in docs/cli.md, and scripts rely on them. */
export const EXIT = {
  /** Done. */
  ok: 0,
  /** The API refused it, or part of it failed. */
  failed: 1,
  /** The command line, the environment or a given file cannot be used; no request was made. */
  usage: 2,
  /** The API, or what it needs, cannot be reached. */
  unreachable: 3,
  /** What was waited for has not come in the time given. */
  timedOut: 4,
  /** What was waited for will not come: the window was called off, or is over. */
  calledOff: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure as the API reports it (RFC 9457), or as a proxy in between does. */
export type Problem =
  ApiProblem | (Omit<ApiProblem, 'type' | 'code'> & { readonly type?: undefined; readonly code: 'not-forewarn' });

/** The API refused the request. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** The command line, the environment or a given file cannot be used; the message says what to do. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
}

/** There was no answer; the message says from where, and what to do. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** What was waited for has not come in time; the message says where the window stands. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** What was waited for will not come; the message says why. */
export class CalledOff extends Error {
  override readonly name = 'CalledOff';
}

/** Answers of a proxy before the API, or of an API whose database or Temporal is unreachable. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

/** There is no answer now, but there may be one later. */
export function isAway(error: unknown): error is Unreachable | Refused {
  return error instanceof Unreachable || (error instanceof Refused && AWAY.has(error.problem.status));
}

export function exitCodeOf(error: unknown): ExitCode {
  if (isAway(error)) return EXIT.unreachable;
  if (error instanceof Unusable) return EXIT.usage;
  if (error instanceof TimedOut) return EXIT.timedOut;
  if (error instanceof CalledOff) return EXIT.calledOff;
  return EXIT.failed;
}
