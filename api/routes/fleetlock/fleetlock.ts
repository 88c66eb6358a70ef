import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../../../domain/shared/errors';
import { line } from '../../../domain/shared/fields';
import { read } from '../../../domain/shared/validation';
import { isSteady, mayRestart, type HostLock, type HostLocks, type HostRefusal } from '../../../use-cases/answer-hosts';
import type { WorkCarrier } from '../../../temporal/work-carrier';
import { isSameSecret } from '../../../store/access/bearer';
import { knownFailure, loggable } from '../../http/failures';
import { expressPath, nameRoute, routeName } from '../../http/router';
import type { OWN_CREDENTIALS } from '../../permissions';
import type { Dependencies } from '../dependencies';

export interface FleetLockDependencies extends Dependencies {
  readonly work: WorkCarrier;
  /** Nothing is there without. */
  readonly hosts: HostLocks | undefined;
  /** UTC ms. */
  readonly clock: () => number;
}

const PRE_REBOOT = '/fleetlock/{executor}/{token}/v1/pre-reboot' satisfies keyof typeof OWN_CREDENTIALS;
const STEADY_STATE = '/fleetlock/{executor}/{token}/v1/steady-state' satisfies keyof typeof OWN_CREDENTIALS;
/** Bytes; an id and a group. */
const LIMIT = 4_000;

const body = z.object({
  client_params: z.object({
    id: line(200),
    group: z.string().regex(/^[a-zA-Z0-9.-]{1,200}$/, 'must be letters, digits, dots and hyphens'),
  }),
});

/** What `kind` says: a small set, because clients count by it. */
type Kind = HostRefusal | ErrorCode | 'unknown-address' | 'no-protocol-header' | 'internal';

/**
 * `POST <base>/v1/pre-reboot` and `/v1/steady-state` of the FleetLock protocol, for hosts that update themselves (S7). Such hosts
 * send no credentials, so the base address holds the token of its executor. Answers are the protocol's own: 200 is yes, and all
 * else no, with JSON `{kind, value}`.
 */
export function createFleetLockRouter({ db, work, hosts, clock }: FleetLockDependencies): Router {
  const router = express.Router({ caseSensitive: true });
  if (!hosts) return router;
  const deps = { db, work, hosts };
  router.post(
    expressPath(PRE_REBOOT),
    ...before(PRE_REBOOT, hosts),
    answering(async (asked, response) => {
      const answer = await mayRestart(deps, { ...asked, now: clock() });
      if (answer === 'yes') yes(response);
      else no(response, statusOf(answer.code), answer.code, answer.detail);
    }),
  );
  router.post(
    expressPath(STEADY_STATE),
    ...before(STEADY_STATE, hosts),
    answering(async (asked, response) => {
      await isSteady(deps, { ...asked, now: clock() });
      yes(response);
    }),
  );
  router.use('/fleetlock', failed);
  return router;
}

/** Who asks, and that it means to, before anything is read. */
function before(path: string, hosts: HostLocks): RequestHandler[] {
  return [
    (request, response, next) => {
      nameRoute(response, path);
      response.set('Cache-Control', 'no-store');
      const { executor, token } = request.params as { executor: string; token: string };
      const lock = hosts.locks.get(executor);
      if (!lock || !isSameSecret(token, lock.token)) {
        no(
          response,
          404,
          'unknown-address',
          'No lock manager is at this address. Compare base_url with the one you were given.',
        );
      } else if (request.get('fleet-lock-protocol') !== 'true') {
        no(response, 400, 'no-protocol-header', 'The header fleet-lock-protocol has to be "true".');
      } else {
        Object.assign(response.locals, { lock, executor });
        next();
      }
    },
    // clients do not say what they send
    express.json({ limit: LIMIT, type: () => true }),
  ];
}

interface Asked {
  readonly host: { readonly executor: string; readonly id: string };
  readonly lock: HostLock;
}

function answering(answer: (asked: Asked, response: Response) => Promise<void>): RequestHandler {
  return async (request, response) => {
    const result = read(body, request.body);
    if ('faults' in result) {
      const faults = result.faults.map(({ field, message }) => `${field} ${message}`).join('; ');
      no(response, 400, 'invalid-body', `The body cannot be used: ${faults}.`);
      return;
    }
    const { lock, executor } = response.locals as { lock: HostLock; executor: string };
    await answer({ host: { executor, id: result.value.client_params.id }, lock }, response);
  };
}

function statusOf(code: HostRefusal): number {
  if (code === 'unknown-host') return 404;
  return code === 'unavailable' ? 503 : 409;
}

const failed: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  const known = knownFailure(error);
  if (known) {
    no(response, ERRORS[known.code].status, known.code, known.message);
    return;
  }
  const incident = typeof request.id === 'string' ? request.id : randomUUID();
  request.log.error({ route: routeName(response), incident, failure: loggable(error) }, 'unforeseen failure');
  no(response, 500, 'internal', `Something went wrong here, and is in the log under ${incident}. Ask again.`);
};

function yes(response: Response): void {
  response.status(200).json({});
}

function no(response: Response, status: number, kind: Kind, value: string): void {
  response.status(status).json({ kind, value });
}
