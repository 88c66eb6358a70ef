import express, { type Request, type Response } from 'express';
import { serveOnLoopback } from '../shared/loopback';
import { breakOff } from '../shared/faults';
import { createLateWrites } from '../shared/late-writes';
import { createChat, type ChatMessage, type OpenView, type Whisper } from './chat';
import type { Fault, FaultPlan } from './faults';
import { fieldsOf } from './fields';
import { createGate } from './gate';
import type { KeptState } from '../shared/kept-state';
import { onlyLoopbackNames } from '../shared/loopback-names';
import { createPageRoutes } from './page-routes';
import { createPresses, type Pressed } from './presses';

export interface SlackStandInOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** The bot token that is accepted. */
  readonly token: string;
  readonly signingSecret: string;
  /** The one channel's id. */
  readonly channel: string;
  /** Where the app reads presses. */
  readonly interactivityUrl?: string | undefined;
  /** Who presses on the page. */
  readonly user?: string;
  /** UTC ms. */
  readonly clock?: () => number;
  /** Keeps the messages; in memory only when left out. */
  readonly kept?: KeptState<readonly ChatMessage[]>;
}

/** The channel as a test, or a person, looks at it and meddles with it. */
export interface SlackStandIn {
  /** `http://127.0.0.1:port/api/`, for FOREWARN_SLACK_URL. */
  readonly url: string;
  /** The page to look at: `http://127.0.0.1:port/` */
  readonly pageUrl: string;
  interactivityUrl: string | undefined;
  faults: FaultPlan;
  /** The methods called with a good token, in order. */
  readonly called: readonly string[];
  readonly messages: readonly ChatMessage[];
  readonly views: ReadonlyMap<string, OpenView>;
  readonly whispers: readonly Whisper[];
  /** Whether the channel exists, the bot is in it, it is archived; and whether a repeated client_msg_id is seen through. */
  readonly known: { channel: boolean; member: boolean; archived: boolean; dedupes: boolean };
  press(ts: string, action: string, user?: string): Promise<Pressed>;
  payloadOf(ts: string, action: string, user?: string): Record<string, unknown>;
  /** Hands a payload to the app, signed. */
  deliver(payload: Record<string, unknown>): Promise<Pressed>;
  submit(view: string, values: Readonly<Record<string, string>>): Promise<Pressed>;
  /** A deletion by hand. */
  remove(ts: string): void;
  reset(): void;
  close(): Promise<void>;
}

/**
 * Slack on loopback, as its documents describe it: the methods an app like ours needs, with the refusals of the real ones, and
 * the channel as a page at `/`, where the buttons can be pressed. Rejects when the port is taken.
 */
export async function startSlackStandIn(options: SlackStandInOptions): Promise<SlackStandIn> {
  const {
    port,
    token,
    signingSecret,
    channel,
    user: someone = 'U0OPERATOR',
    clock: wallClock = Date.now,
    kept,
  } = options;
  const late = createLateWrites(wallClock);
  let origin = '';
  const chat = createChat({ channel, clock: late.clock, origin: () => origin });
  chat.messages.push(...(kept?.saved ?? []));
  const gate = createGate(late.clock);
  const called: string[] = [];
  /** What may be changed from outside while it runs. */
  const open: Pick<SlackStandIn, 'faults' | 'interactivityUrl' | 'messages'> = {
    faults: () => undefined,
    interactivityUrl: options.interactivityUrl,
    get messages() {
      late.catchUp();
      return chat.messages;
    },
  };
  const presses = createPresses({
    ...{ chat, channel, signingSecret, clock: wallClock },
    interactivityUrl: () => open.interactivityUrl,
    origin: () => origin,
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLoopbackNames);
  const form = express.urlencoded({ extended: false, limit: '2mb' });
  app.post('/api/:method', form, express.json({ limit: '2mb' }), (request: Request<{ method: string }>, response) => {
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
      const answer = chat.call(method, fields);
      kept?.save(chat.messages);
      return answer;
    };
    const fault = open.faults(method);
    if (fault) {
      late.fault(fault, apply);
      goWrong(fault, response);
    } else response.json(apply());
  });
  app.post(
    '/upload/:id',
    express.raw({ type: () => true, limit: '5mb' }),
    (request: Request<{ id: string }>, response) => {
      const bytes: unknown = request.body;
      const isTaken = Buffer.isBuffer(bytes) && chat.receive(request.params.id, bytes);
      response.status(isTaken ? 200 : 400).send(isTaken ? `OK - ${String(bytes.length)}` : 'Bad upload');
    },
  );
  app.post('/response/:user', express.json(), (request: Request<{ user: string }>, response) => {
    const { text } = fieldsOf(request.body);
    chat.whispers.push({ user: request.params.user, text: typeof text === 'string' ? text : '' });
    response.send('ok');
  });
  app.use(createPageRoutes({ chat, presses, user: someone, catchUp: late.catchUp }));

  const server = await serveOnLoopback(app, port);
  origin = server.origin;

  return Object.assign(open, {
    url: `${origin}/api/`,
    pageUrl: `${origin}/`,
    called,
    views: chat.views,
    whispers: chat.whispers,
    known: chat.known,
    press: (ts, action, user = someone) => presses.press(ts, action, user),
    payloadOf: (ts, action, user = someone) => presses.payloadOf(ts, action, user),
    deliver: presses.deliver,
    submit: (view, values) => presses.submit(view, values),
    remove(ts) {
      const place = chat.messages.findIndex((message) => message.ts === ts);
      if (place >= 0) chat.messages.splice(place, 1);
    },
    reset() {
      late.reset();
      called.length = 0;
      chat.reset();
    },
    close: server.close,
  } satisfies Omit<SlackStandIn, keyof typeof open>);
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
