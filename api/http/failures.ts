import { KnownError } from '../../domain/shared/errors';

/** Errors of libraries as known failures; undefined for an error nobody foresaw. */
export function knownFailure(error: unknown): KnownError | undefined {
  if (error instanceof KnownError) return error;
  return bodyFailure(error) ?? databaseFailure(error);
}

/** The body parser's errors carry a `type`; its messages may quote the body, so ours do not repeat them. */
function bodyFailure(error: unknown): KnownError | undefined {
  const { type, limit } = fields(error);
  switch (type) {
    case 'entity.too.large':
      return new KnownError(
        'body-too-large',
        `This path takes at most ${String(limit)} bytes. Send less, or send it in parts.`,
      );
    case 'entity.parse.failed':
      return new KnownError('malformed-body', 'The body is not valid JSON. Check the quotes, commas and brackets.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new KnownError(
        'unsupported-media-type',
        'The body must be UTF-8, plain or compressed with gzip, deflate or br.',
      );
    case 'request.aborted':
    case 'request.size.invalid':
      return new KnownError('malformed-body', 'The body ended before its announced length. Send the request again.');
    default:
      break;
  }
  // a broken compressed body, and a path that is not valid percent-encoding
  const { status } = fields(error);
  if (error instanceof Error && status === 400)
    return new KnownError('malformed-body', 'The request cannot be read. Check its path and its body.');
  return undefined;
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
]);

/** True for errors of a database that is down, starting, stopping or out of connections (SQLSTATE classes 08, 53 and 57P). */
export function isDatabaseDown(error: unknown): boolean {
  const { code, message } = fields(error);
  if (typeof code === 'string' && (UNREACHABLE.has(code) || /^(08|53|57P)/.test(code))) return true;
  return (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      message,
    )
  );
}

/** SQLSTATEs of a value that no column holds: text that is not Unicode, an instant beyond the calendar. */
const UNSTORABLE = new Set(['22021', '22P05', '22007', '22008']);

function databaseFailure(error: unknown): KnownError | undefined {
  if (UNSTORABLE.has(String(fields(error).code))) {
    return new KnownError(
      'invalid-body',
      'The request holds a text or an instant that cannot be stored. Nothing was changed.',
    );
  }
  if (!isDatabaseDown(error)) return undefined;
  return new KnownError(
    'database-unreachable',
    'The database does not answer, so nothing was changed. Try again in a moment.',
  );
}

function fields(error: unknown): Record<string, unknown> {
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
}

/** An error for the log: where it happened and which rule, never the values (T4: a database quotes rows in its messages). */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, column } = fields(error);
  const fromDatabase = 'severity' in error;
  return {
    type: error.name,
    ...(fromDatabase ? {} : { message: error.message }),
    ...Object.fromEntries(
      Object.entries({ code, constraint, table, column }).filter(([, value]) => value !== undefined),
    ),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}
