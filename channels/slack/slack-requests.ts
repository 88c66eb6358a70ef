import { LogLevel, WebClient, type Logger } from '@slack/web-api';
import type { z } from 'zod';
import { takeTurn, type Pace } from '../convergence/pace';
import { away, ServiceFailure } from '../convergence/service-failure';
import { badStatus, explained, unreachable } from './explain';
import { pageSchema, type SlackMessage } from './slack-schemas';

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

/** Single requests to Slack. Each rejects with ServiceFailure. */
export interface SlackRequests {
  /** Requests made so far. */
  readonly calls: number;
  /** Resolves when it is the next request's turn. */
  turn(): Promise<void>;
  /** Calls a method and answers what the schema reads; it does not wait for a turn. `writes`: the call has an effect. */
  call<S extends z.ZodType>(
    schema: S,
    method: string,
    body: Record<string, unknown>,
    writes?: boolean,
  ): Promise<z.output<S>>;
  /** The messages a method of the channel lists, page by page; takes a turn for each page. */
  pages(method: string, body: Record<string, unknown>): AsyncIterable<readonly SlackMessage[]>;
  /** Sends a file's bytes to the address Slack gave for them. */
  sendBytes(uploadUrl: string, bytes: Buffer): Promise<void>;
}

/** The official client at our pace, without its own retries: only the caller knows what may be sent again. */
export function createSlackRequests(options: SlackApiClientOptions): SlackRequests {
  const { token, channel, url, timeoutMs, slots } = options;
  const web = new WebClient(token, {
    slackApiUrl: url,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quiet,
  });
  let calls = 0;

  const requests: SlackRequests = {
    get calls() {
      return calls;
    },
    turn: () => takeTurn(options, (seconds) => `The next ${seconds} s of the channel's pace at Slack are taken.`),
    async call(schema, method, body, writes = false) {
      calls += 1;
      const answer: unknown = await web.apiCall(method, body).catch(async (error: unknown) => {
        const failure = explained(error, writes, timeoutMs);
        if (failure instanceof ServiceFailure && failure.fault === 'limited') await slots.hold(failure.retryInMs ?? 0);
        throw failure;
      });
      const shaped = schema.safeParse(answer);
      if (shaped.success) return shaped.data;
      throw away('Slack answered JSON of another shape. Check FOREWARN_SLACK_URL.', writes);
    },
    async *pages(method, body) {
      let cursor: string | undefined;
      for (let number = 0; number < MOST_PAGES; number++) {
        await requests.turn();
        const limits = { limit: PAGE_SIZE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
        const answer = await requests.call(pageSchema, method, { channel, ...body, ...limits });
        yield answer.messages;
        cursor = answer.response_metadata?.next_cursor;
        if (!cursor) return;
      }
    },
    sendBytes: (uploadUrl, bytes) => sendBytes(uploadUrl, bytes, timeoutMs),
  };
  return requests;
}

async function sendBytes(uploadUrl: string, bytes: Buffer, timeoutMs: number): Promise<void> {
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
