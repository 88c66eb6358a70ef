import { ERRORS, type ErrorCode, type KnownError } from '../../domain/shared/errors';

/** The media type of every failure (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** A failure as the client reads it: RFC 9457 with our stable `code`, and the fields at fault. */
export interface Problem {
  /** `<public url>/docs/problems#<code>`, where the code is explained. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request, and what to do next. */
  readonly detail: string;
  readonly code: ErrorCode | 'internal-error';
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  /** Only with an unknown failure: what the log has it under. */
  readonly incident?: string;
}

/** The address that explains a code. */
export function problemUri(publicUrl: string, code: Problem['code']): string {
  return `${publicUrl}/docs/problems#${code}`;
}

/** The document for a known failure. */
export function problemOf(error: KnownError, publicUrl: string): Problem {
  const { status, title } = ERRORS[error.code];
  return {
    type: problemUri(publicUrl, error.code),
    title,
    status,
    detail: error.message,
    code: error.code,
    errors: error.faults,
  };
}

/** The document for a failure nobody foresaw: no internals, only the number under which the log has them. */
export function incidentProblem(incident: string, publicUrl: string): Problem {
  return {
    type: problemUri(publicUrl, 'internal-error'),
    title: 'Something went wrong on our side',
    status: 500,
    detail: `The request was not carried out. Try it once more; if it fails again, report incident ${incident}.`,
    code: 'internal-error',
    errors: [],
    incident,
  };
}
