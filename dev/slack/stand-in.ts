import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response } from 'express';
import { createChat, type Answer, type ChatMessage, type OpenView, type Whisper } from './chat';
import type { Fault, FaultPlan } from './faults';
import type { KeptState } from '../kept-state';
import { onlyLoopbackNames } from '../loopback-names';
import { chatPage } from './page';
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
  /** About one message a second in the channel, with a burst of four; the rest refused. */
  rateLimited: boolean;
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

/** So long after its request a `late` write is carried out (ms). */
const LATE = 20_000;
const BURST = 4;
const WRITES = new Set(['chat.postMessage', 'files.completeUploadExternal']);

/**
 * Slack on loopback, as its documents describe it: the methods an app like ours needs, with the refusals of the real ones, and
 * the channel as a page at `/`, where the buttons can be pressed. Rejects when the port is taken.
 */
export async function startSlackStandIn(options: SlackStandInOptions): Promise<SlackStandIn> {
  const { port, token, signingSecret, channel, user: someone = 'U0OPERATOR', clock: wallClock = Date.now } = options;
  const { kept } = options;
  let { interactivityUrl } = options;
  let faults: FaultPlan = () => undefined;
  let rateLimited = true;
  /** A late write bears the time at which it arrived, however much later somebody looks. */
  let arrivedAt: number | undefined;
  const clock = () => arrivedAt ?? wallClock();
  let origin = '';
  const chat = createChat({ channel, clock, origin: () => origin });
  chat.messages.push(...(kept?.saved ?? []));
  const presses = createPresses({
    ...{ chat, channel, signingSecret, clock: wallClock },
    interactivityUrl: () => interactivityUrl,
    origin: () => origin,
  });
  const called: string[] = [];
  const late: { at: number; apply: () => unknown }[] = [];
  const bucket = { left: BURST, at: wallClock() };
  let note: string | undefined;

  function catchUp(): void {
    for (const write of late.filter(({ at }) => at <= clock())) {
      late.splice(late.indexOf(write), 1);
      arrivedAt = write.at;
      write.apply();
      arrivedAt = undefined;
    }
  }

  /** Seconds to wait, or undefined when the write may pass. */
  function held(method: string): number | undefined {
    if (!rateLimited || !WRITES.has(method)) return undefined;
    const now = clock();
    bucket.left = Math.min(BURST, bucket.left + Math.max(0, now - bucket.at) / 1_000);
    bucket.at = now;
    if (bucket.left < 1) return 2;
    bucket.left -= 1;
    return undefined;
  }

  const app = express();
  app.disable('x-powered-by');
  app.use(onlyLoopbackNames);
  app.use((_request, response, next) => {
    response.set(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
    );
    next();
  });
  const form = express.urlencoded({ extended: false, limit: '2mb' });

  app.post('/api/:method', form, express.json({ limit: '2mb' }), (request: Request<{ method: string }>, response) => {
    const { method } = request.params;
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.json({ ok: false, error: request.headers.authorization ? 'invalid_auth' : 'not_authed' });
      return;
    }
    called.push(method);
    catchUp();
    const seconds = held(method);
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
    const fault = faults(method);
    if (fault) goWrong(fault, response, apply);
    else response.json(apply());
  });

  function goWrong(fault: Fault, response: Response, apply: () => Answer): void {
    if (fault === 'late') late.push({ at: clock() + LATE, apply });
    else if (fault.endsWith('-after')) apply();
    switch (fault) {
      case 'error-before':
      case 'error-after':
        response.status(503).send('upstream connect error');
        return;
      case 'trouble-after':
        response.json({ ok: false, error: 'fatal_error' });
        return;
      case 'html-before':
      case 'html-after':
        response.type('html').send('<!doctype html><title>Just a moment</title>');
        return;
      case 'limit':
        return limit(response, 7);
      case 'hang-before':
      case 'hang-after':
        // the caller gives up, or the server is closed
        return;
      case 'reset-before':
      case 'reset-after':
      case 'late':
        response.socket?.resetAndDestroy();
    }
  }

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

  app.get('/', (_request, response) => {
    catchUp();
    response.type('html').send(chatPage(chat, someone, note));
    note = undefined;
  });
  app.post(['/press', '/submit', '/dismiss'], form, async (request, response) => {
    // a page elsewhere must not press here
    if (request.headers.origin !== undefined && request.headers.origin !== `http://${request.headers.host ?? ''}`) {
      response.status(403).send('from this page only');
      return;
    }
    const { ts, action, view, ...values } = fieldsOf(request.body) as Record<string, string>;
    const answer =
      request.path === '/press'
        ? await presses.press(ts ?? '', action ?? '', someone)
        : request.path === '/submit'
          ? await presses.submit(view ?? '', inUtc(values))
          : void chat.views.delete(view ?? '');
    if (answer && answer.status !== 200)
      note = `The app did not take it (${answer.status === 0 ? answer.body : String(answer.status)}).`;
    response.redirect(303, '/');
  });

  const server = createServer(app);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  return {
    url: `${origin}/api/`,
    pageUrl: `${origin}/`,
    get interactivityUrl() {
      return interactivityUrl;
    },
    set interactivityUrl(url) {
      interactivityUrl = url;
    },
    get faults() {
      return faults;
    },
    set faults(plan) {
      faults = plan;
    },
    get rateLimited() {
      return rateLimited;
    },
    set rateLimited(is) {
      rateLimited = is;
    },
    called,
    get messages() {
      catchUp();
      return chat.messages;
    },
    views: chat.views,
    whispers: chat.whispers,
    known: chat.known,
    press: (ts, action, user = someone) => presses.press(ts, action, user),
    payloadOf: (ts, action, user = someone) => presses.payloadOf(ts, action, user),
    deliver: (payload) => presses.deliver(payload),
    submit: (view, values) => presses.submit(view, values),
    remove(ts) {
      const place = chat.messages.findIndex((message) => message.ts === ts);
      if (place >= 0) chat.messages.splice(place, 1);
    },
    reset() {
      late.length = 0;
      called.length = 0;
      chat.reset();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function limit(response: Response, seconds: number): void {
  response.status(429).set('Retry-After', String(seconds)).json({ ok: false, error: 'ratelimited' });
}

/** A form's fields, those that hold JSON read, as Slack takes them. */
function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => [
      key,
      /^(blocks|metadata|files|view)$/.test(key) ? readJson(value) : value,
    ]),
  );
}

function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The page's time fields have no zone: they are read as UTC. */
function inUtc(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? `${value}Z` : value,
    ]),
  );
}
