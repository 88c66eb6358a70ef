import type { RequestHandler, Response } from 'express';
import { breakOff, FAULTS as COMMON } from './faults';
import type { LateWrites } from './late-writes';

/** What can go wrong with a request to a monitoring system; `limit`: too many requests. */
export const FAULTS = [...COMMON, 'limit'] as const;
export type Fault = (typeof FAULTS)[number];

/** A request about to be handled. */
export interface Seen {
  readonly method: string;
  readonly path: string;
}

/** Decides what goes wrong with a request; undefined for nothing. */
export type FaultPlan = (seen: Seen) => Fault | undefined;

export interface Reply {
  readonly status: number;
  /** As JSON; undefined: none. */
  readonly body?: unknown;
}

/** A request to carry out. */
export interface Asked extends Seen {
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export interface FaultyOptions {
  readonly late: LateWrites;
  readonly plan: FaultPlan;
  /** The header that says how many seconds to wait after 429. */
  readonly waitHeader: string;
  /** Carries a request out, and answers. */
  readonly answer: (request: Asked) => Reply;
}

/** Answers requests, or goes wrong with them as the plan says. */
export function faultyRoutes({ late, plan, waitHeader, answer }: FaultyOptions): RequestHandler {
  return (request, response) => {
    late.catchUp();
    const { method, path, query } = request;
    const body: unknown = request.body;
    const apply = () => answer({ method, path, query, body });
    const fault = plan({ method, path });
    if (fault === undefined) {
      send(response, apply());
      return;
    }
    late.fault(fault, apply);
    if (fault === 'limit')
      response
        .status(429)
        .set(waitHeader, '7')
        .json({ error: { message: 'Rate Limit Exceeded' } });
    else if (fault === 'error-before' || fault === 'error-after') response.status(500).json('internal error');
    else breakOff(fault, response);
  };
}

function send(response: Response, { status, body }: Reply): void {
  if (body === undefined) response.status(status).end();
  else response.status(status).json(body);
}
