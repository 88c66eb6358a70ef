import express, { type Request, type Response, type Router } from 'express';
import { breakOff } from '../shared/faults';
import type { LateWrites } from '../shared/late-writes';
import type { Chat } from './chat';
import type { Fault, FaultPlan } from './faults';
import { fieldsOf } from './fields';
import { createGate } from './gate';
import { callMethod } from './methods';

export interface ApiOptions {
  readonly chat: Chat;
  readonly late: LateWrites;
  /** The bot token that is accepted. */
  readonly token: string;
  /** The methods called with it are added here, in order. */
  readonly called: string[];
  readonly faults: FaultPlan;
  /** Keeps the messages; runs before each answer. */
  readonly keep: () => void;
}

/** The Web API, with the addresses it gives out for uploads and for answers to presses. */
export function createApiRoutes({ chat, late, token, called, faults, keep }: ApiOptions): Router {
  const router = express.Router();
  const gate = createGate(late.clock);
  const form = express.urlencoded({ extended: false, limit: '2mb' });
  router.post(
    '/api/:method',
    form,
    express.json({ limit: '2mb' }),
    (request: Request<{ method: string }>, response) => {
      const { method } = request.params;
      if (request.headers.authorization !== `Bearer ${token}`) {
        response.json({ ok: false, error: request.headers.authorization ? 'invalid_auth' : 'not_authed' });
        return;
      }
      called.push(method);
      late.catchUp();
      const seconds = gate.held(method);
      if (seconds !== undefined) {
        limit(response, seconds);
        return;
      }
      const fields = fieldsOf(request.body);
      const apply = () => {
        const answer = callMethod(chat, method, fields);
        keep();
        return answer;
      };
      const fault = faults(method);
      if (fault) {
        late.fault(fault, apply);
        goWrong(fault, response);
      } else response.json(apply());
    },
  );
  router.post(
    '/upload/:id',
    express.raw({ type: () => true, limit: '5mb' }),
    (request: Request<{ id: string }>, response) => {
      const bytes: unknown = request.body;
      const isTaken = Buffer.isBuffer(bytes) && chat.receive(request.params.id, bytes);
      response.status(isTaken ? 200 : 400).send(isTaken ? `OK - ${String(bytes.length)}` : 'Bad upload');
    },
  );
  router.post('/response/:user', express.json(), (request: Request<{ user: string }>, response) => {
    const { text } = fieldsOf(request.body);
    chat.whispers.push({ user: request.params.user, text: typeof text === 'string' ? text : '' });
    response.send('ok');
  });
  return router;
}

function goWrong(fault: Fault, response: Response): void {
  switch (fault) {
    case 'error-before':
    case 'error-after':
      response.status(503).send('upstream connect error');
      return;
    case 'trouble-after':
      response.json({ ok: false, error: 'fatal_error' });
      return;
    case 'limit':
      return limit(response, 7);
    default:
      return breakOff(fault, response);
  }
}

function limit(response: Response, seconds: number): void {
  response.status(429).set('Retry-After', String(seconds)).json({ ok: false, error: 'ratelimited' });
}
