import type { Session } from '../../store/access/sessions';

/** The name of an operation of the API: what may be done, and by whom, stands in its table alone (T3). */
export type OperationName = `${'GET' | 'POST' | 'DELETE'} /v1/${string}`;

/** A request as the operation's own schemas read it. */
export interface OperationCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** In place of a body: one that passes through in pieces and is read once. */
  readonly stream?: StreamedCall;
}

/** A body too large to hold. */
export interface StreamedCall {
  readonly type: 'text/csv' | 'application/x-ndjson';
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The API's operations for somebody who signed in, `S`: the same permissions, schemas and handlers as behind a token. */
export interface OperationsFor<S> {
  /** Whether the session may use it at all; a thing of another tenant is still not there. Throws RangeError for one without a row. */
  may(session: S, operation: OperationName): boolean;
  /** Throws KnownError `not-permitted` where the API would refuse the session this operation. */
  mustBePermitted(session: S, operation: OperationName): void;
  /**
   * Carries it out and answers its JSON, or what it streams. `key`: a repeat with the same one gets the first answer, as with an
   * Idempotency-Key. `request`: its id, as the log has it. Throws KnownError as the API answers problems.
   */
  run(
    session: S,
    operation: OperationName,
    call: OperationCall,
    asked: { readonly key?: string | undefined; readonly request: string },
  ): Promise<unknown>;
}

/** For people of the provider. */
export type Operations = OperationsFor<Session>;
