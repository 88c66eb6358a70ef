import type { Database } from '../../store/database/database';
import type { Session } from '../../store/access/sessions';
import type { Operations, OperationsFor } from '../../web/console/operations';
import { isPermitted, mustBePermitted } from '../permissions';
import { once } from './idempotency';
import type { Caller, Route } from './route';
import { StreamedBody } from './streams';
import { callerOfSession } from './session-caller';

interface Parts {
  readonly db: Database;
  /** UTC ms. */
  readonly clock: () => number;
}

/** The operations for people of the provider. */
export function createOperations(routes: readonly Route[], parts: Parts): Operations {
  return createOperationsFor<Session>(routes, parts, callerOfSession);
}

/**
 * The operations of the API for pages of the same process: one table serves both doors, so that neither allows what the other refuses
 * (T3, P8). `callerOf`: a session as the API knows callers.
 */
export function createOperationsFor<S>(
  routes: readonly Route[],
  { db, clock }: Parts,
  callerOf: (session: S) => Caller,
): OperationsFor<S> {
  const byName = new Map(routes.map((one) => [one.operation as string, one]));
  return {
    may: (session, operation) => isPermitted(callerOf(session), operation),
    mustBePermitted: (session, operation) => {
      mustBePermitted(callerOf(session), operation);
    },
    async run(session, operation, { params = {}, query = {}, body, stream }, { key, request }) {
      const caller = callerOf(session);
      mustBePermitted(caller, operation);
      const found = byName.get(operation);
      if (!found) throw new RangeError(`${operation} is not served here`);
      const streamed = stream && new StreamedBody(stream.type, stream.bytes);
      const call = { params, query, body: streamed ?? body, caller, now: clock(), requestId: request };
      // what cannot be read twice cannot be compared either
      if (key === undefined || streamed || found.method !== 'post' || found.readsOnly) {
        return (await found.run({ ...call, attempt: undefined })).body;
      }
      const target = `form ${operation} ${JSON.stringify([params, query])}`;
      return (await once(db, found, key, call, target)).answer.body;
    },
  };
}
