import express from 'express';
import { serveOnLoopback } from '../shared/loopback';
import { createLateWrites } from '../shared/late-writes';
import { createChat, type ChatMessage, type OpenView, type Whisper } from './chat';
import { createApiRoutes } from './api-routes';
import type { FaultPlan } from './faults';
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

/** The channel as tests read and change it. */
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
  /** Whether the channel exists, the bot is in it, it is archived; whether a repeated client_msg_id makes no new message. */
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
  const called: string[] = [];
  /** What tests may change while it runs. */
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
  app.use(
    createApiRoutes({
      ...{ chat, late, token, called },
      faults: (method) => open.faults(method),
      keep: () => kept?.save(chat.messages),
    }),
  );
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
