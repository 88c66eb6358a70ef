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

/** Answers of a proxy before the API, or of an API whose database or Temporal is unreachable. */
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Unreachable) return EXIT.unreachable;
  if (error instanceof Unusable) return EXIT.usage;
  if (error instanceof Refused && AWAY.has(error.problem.status)) return EXIT.unreachable;
  return EXIT.failed;
}
