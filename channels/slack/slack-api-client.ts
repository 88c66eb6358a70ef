import { LogLevel, WebClient, type Logger } from '@slack/web-api';
import { z } from 'zod';
import { takeTurn, type Pace } from '../convergence/pace';
import { away, ServiceFailure } from '../convergence/service-failure';
import { badStatus, explained, unreachable } from './explain';

/** What a message of ours carries, so that it is known whoever lost its id. */
const markerSchema = z.object({
  window: z.string(),
  /** Which installation made it. */
  origin: z.string(),
  /** What it tells; of a window's first message, what it shows. */
  key: z.string(),
});
export type Marker = z.output<typeof markerSchema>;

/** The type of message metadata that holds a Marker. */
const EVENT_TYPE = 'forewarn_message';

const messageSchema = z.object({
  ts: z.string(),
  thread_ts: z.string().optional().catch(undefined),
  text: z.string().catch(''),
  metadata: z.object({ event_type: z.string(), event_payload: markerSchema }).optional().catch(undefined),
  files: z
    .array(z.object({ name: z.string().nullish().catch(null) }))
    .optional()
    .catch(undefined),
});
export type SlackMessage = z.output<typeof messageSchema>;

const page = z.object({
  messages: z.array(messageSchema).default([]),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional().catch(undefined),
});

/** Blocks as Block Kit writes them. */
export type Block = Readonly<Record<string, unknown>>;

export interface OutgoingMessage {
  /** What notifications and old clients show. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly marker: Marker;
}

/** Runs right before the request leaves, and when it rejects nothing is sent. */
export type Prepare = () => Promise<void>;

/** The part of Slack's Web API that a channel needs; each rejects with ServiceFailure. */
export interface SlackApiClient {
  /** Requests made so far. */
  readonly calls: number;
  /** The bot's own name and workspace. */
  whoAmI(): Promise<{ readonly user: string; readonly team: string }>;
  channelInfo(): Promise<{ readonly name: string; readonly isMember: boolean; readonly isArchived: boolean }>;
  /** Answers the message's `ts`. `messageId` is a UUID by which Slack knows a repeat. */
  post(message: OutgoingMessage, options: PostOptions, prepare: Prepare): Promise<string>;
  update(ts: string, message: OutgoingMessage, prepare: Prepare): Promise<void>;
  /** The thread with its first message, oldest first. */
  thread(ts: string): AsyncIterable<readonly SlackMessage[]>;
  /** The channel from `since` (UTC ms) on, newest first, replies left out. */
  history(since: number): AsyncIterable<readonly SlackMessage[]>;
  /** Puts a text file into the thread. `prepare` runs before it becomes visible. */
  upload(file: { name: string; title: string; text: string }, threadTs: string, prepare: Prepare): Promise<void>;
  /** Shows a dialog to whoever pressed; not under the pace, because the trigger is good for three seconds only. */
  openView(triggerId: string, view: Block): Promise<void>;
  /** Tells one person of the channel something nobody else sees. */
  whisper(user: string, text: string): Promise<void>;
}

export interface PostOptions {
  readonly threadTs?: string | undefined;
  readonly messageId: string;
}

export interface SlackApiClientOptions extends Pace {
  readonly token: string;
  readonly channel: string;
  /** `https://slack.com/api/` */
  readonly url: string;
  readonly timeoutMs: number;
}

/** Pages of a list that are read at most, and their size. */
const MOST_PAGES = 20;
const PAGE_SIZE = 200;

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** The official client under our pace, without its own retries: whoever calls knows what may be sent again. */
export function createSlackApiClient(options: SlackApiClientOptions): SlackApiClient {
  const { token, channel, url, timeoutMs, slots } = options;
  const web = new WebClient(token, {
    slackApiUrl: url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quiet,
  });
  let calls = 0;

  const turn = () => takeTurn(options, (seconds) => `The next ${seconds} s of the channel's pace at Slack are taken.`);

  async function exchange<S extends z.ZodType>(
    schema: S,
    method: string,
    body: Record<string, unknown>,
    writes = false,
  ): Promise<z.output<S>> {
    calls += 1;
    const answer: unknown = await web.apiCall(method, body).catch(async (error: unknown) => {
      const failure = explained(error, writes, timeoutMs);
      if (failure instanceof ServiceFailure && failure.fault === 'limited') await slots.hold(failure.retryInMs ?? 0);
      throw failure;
    });
    const shaped = schema.safeParse(answer);
    if (shaped.success) return shaped.data;
    throw away('Slack answered JSON of another shape. Check FOREWARN_SLACK_URL.', writes);
  }

  async function* pages(method: string, body: Record<string, unknown>) {
    let cursor: string | undefined;
    for (let number = 0; number < MOST_PAGES; number++) {
      await turn();
      const limits = { limit: PAGE_SIZE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
      const { messages, response_metadata } = await exchange(page, method, { channel, ...body, ...limits });
      yield messages;
      cursor = response_metadata?.next_cursor;
      if (!cursor) return;
    }
  }

  const shownAs = ({ text, blocks, marker }: OutgoingMessage) => ({
    ...{ channel, text, blocks, metadata: { event_type: EVENT_TYPE, event_payload: marker } },
    ...{ unfurl_links: false, unfurl_media: false, link_names: false },
  });

  async function send(uploadUrl: string, bytes: Buffer): Promise<void> {
    const response = await fetch(uploadUrl, {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { 'Content-Type': 'application/octet-stream' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw away(unreachable(error, timeoutMs), false);
    });
    await response.arrayBuffer().catch(() => undefined);
    if (!response.ok) throw badStatus(response.status, false);
  }

  return {
    get calls() {
      return calls;
    },
    whoAmI: () => exchange(z.object({ user: z.string().catch(''), team: z.string().catch('') }), 'auth.test', {}),
    async channelInfo() {
      const shape = z.object({
        channel: z.object({
          name: z.string().catch(''),
          is_member: z.boolean().catch(true),
          is_archived: z.boolean().catch(false),
        }),
      });
      const { name, is_member, is_archived } = (await exchange(shape, 'conversations.info', { channel })).channel;
      return { name, isMember: is_member, isArchived: is_archived };
    },
    async post(message, { threadTs, messageId }, prepare) {
      await turn();
      await prepare();
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      const body = { ...shownAs(message), ...thread, client_msg_id: messageId };
      return (await exchange(z.object({ ts: z.string() }), 'chat.postMessage', body, true)).ts;
    },
    async update(ts, message, prepare) {
      await turn();
      await prepare();
      await exchange(z.object({ ts: z.string() }), 'chat.update', { ...shownAs(message), ts }, true);
    },
    thread: (ts) => pages('conversations.replies', { ts }),
    history: (since) => pages('conversations.history', { oldest: (since / 1_000).toFixed(6) }),
    async upload({ name, title, text }, threadTs, prepare) {
      const bytes = Buffer.from(text, 'utf8');
      await turn();
      const shape = z.object({ upload_url: z.url(), file_id: z.string() });
      const target = await exchange(shape, 'files.getUploadURLExternal', { filename: name, length: bytes.length });
      await send(target.upload_url, bytes);
      await turn();
      await prepare();
      const files = [{ id: target.file_id, title }];
      const body = { files, channel_id: channel, thread_ts: threadTs };
      await exchange(z.object({}), 'files.completeUploadExternal', body, true);
    },
    async openView(triggerId, view) {
      await exchange(z.object({}), 'views.open', { trigger_id: triggerId, view }, true);
    },
    async whisper(user, text) {
      await exchange(z.object({}), 'chat.postEphemeral', { channel, user, text }, true);
    },
  };
}
