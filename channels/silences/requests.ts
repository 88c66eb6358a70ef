import type { z } from 'zod';
import { agentFor, exchange, type Answered } from '../convergence/exchange';
import { oneLine } from '../convergence/one-line';
import { away, refused, ServiceFailure } from '../convergence/service-failure';

/** How soon to ask again when the system does not say (ms), and the longest it is believed. */
const LIMIT_PAUSE = 15_000;
const LONGEST_PAUSE = 60_000;

/** Lists of silences are long where many are kept after their end (bytes). */
const LONGEST_LIST = 64 * 1_024 * 1_024;

export interface RequestsOptions {
  /** For people. */
  readonly title: string;
  /** Without a slash at the end. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Certificate authorities instead of the system's, PEM. */
  readonly ca?: string;
  /** The longest a request may take as a whole (ms). */
  readonly timeoutMs: number;
  /** The header that says how many seconds to wait after 429. */
  readonly waitHeader: string;
  /** What to do when the credentials are not accepted. */
  readonly credentials: string;
}

interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: readonly (readonly [name: string, value: string])[];
  readonly body?: object;
}

/** Requests to one monitoring system. Errors never carry credentials, nor what an answer quotes of the request (T4). */
export interface Requests {
  /** Requests made so far. */
  readonly calls: number;
  /** Answers what the schema reads. Rejects with ServiceFailure. */
  read<S extends z.ZodType>(schema: S, asked: Asked): Promise<z.output<S>>;
  /** What the answer says does not matter, if it is the system's own; a status of `gone` is as good as success. Rejects with ServiceFailure. */
  write(asked: Asked, gone?: readonly number[]): Promise<void>;
}

export function createRequests(options: RequestsOptions): Requests {
  const { title, url, headers, ca, timeoutMs } = options;
  const agent = agentFor(ca === undefined ? {} : { ca });
  let calls = 0;

  async function send({ method, path, query = [], body }: Asked): Promise<Answered> {
    calls += 1;
    const target = new URL(`${url}${path}`);
    for (const [name, value] of query) target.searchParams.append(name, value);
    const answer = await exchange({
      ...{ method, url: target, timeoutMs, agent, longestAnswer: LONGEST_LIST },
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (answer.status !== undefined) return answer;
    const text = `${title} ${answer.reason}.`;
    if (answer.retryable)
      throw away(
        `${text} Check the network and its url in the file of FOREWARN_SILENCES.`,
        method !== 'GET' && answer.mayHaveArrived,
      );
    throw refused(`${text} Name its authority in ca, in the file of FOREWARN_SILENCES.`);
  }

  return {
    get calls() {
      return calls;
    },
    async read(schema, asked) {
      const answer = await send(asked);
      if (answer.status < 200 || answer.status > 299) throw failureOf(answer, asked, options);
      const shaped = schema.safeParse(answer.json);
      if (shaped.success) return shaped.data;
      throw foreign(title, asked);
    },
    async write(asked, gone = []) {
      const answer = await send(asked);
      const isDone = (answer.status >= 200 && answer.status <= 299) || gone.includes(answer.status);
      if (!isDone) throw failureOf(answer, asked, options);
      // a page of whatever stands in between says nothing of the system behind it, whatever its status
      if (!answer.isEmpty && answer.json === undefined) throw foreign(title, asked);
    },
  };
}

function foreign(title: string, { method }: Asked): ServiceFailure {
  const text = `${title} answered in another form than its own. Check its url in the file of FOREWARN_SILENCES.`;
  return away(text, method !== 'GET');
}

function failureOf(answer: Answered, { method }: Asked, options: RequestsOptions): ServiceFailure {
  const { title, credentials, waitHeader } = options;
  const { status } = answer;
  if (status >= 500) return away(`${title} is in trouble (${String(status)}).`, method !== 'GET');
  if (status === 429) {
    const seconds = Number(answer.header(waitHeader));
    const retryInMs = seconds > 0 ? Math.min(seconds * 1_000, LONGEST_PAUSE) : LIMIT_PAUSE;
    const text = `${title} says that requests come too fast (429).`;
    return new ServiceFailure('limited', text, { mayHaveBeenApplied: false, retryInMs });
  }
  if (status === 401 || status === 403)
    return refused(`${title} does not accept the credentials (${String(status)}). ${credentials}`);
  if (status === 400 || status === 422)
    return refused(`${title} refuses the request (${String(status)})${wordsOf(answer.json)}.`);
  if (status === 404) {
    // of what was there a moment ago, or of the whole API: the next attempt reads again
    return away(`${title} has no such thing (404). Check its url in the file of FOREWARN_SILENCES.`, false);
  }
  return refused(
    `${title} answered ${String(status)}. Check its url in the file of FOREWARN_SILENCES, and what stands in between.`,
  );
}

/** The system's own words, without what it quotes: that may be a customer's (T4). */
function wordsOf(json: unknown): string {
  const said = typeof json === 'string' ? json : errorIn(json);
  return said === undefined ? '' : `: ${oneLine(said.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '…')).replace(/\.$/, '')}`;
}

function errorIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { error, message, errors } = json as { error?: unknown; message?: unknown; errors?: unknown };
  if (typeof message === 'string') {
    return Array.isArray(errors) && errors.every((one) => typeof one === 'string')
      ? [message, ...errors].join(': ')
      : message;
  }
  return typeof error === 'string' ? error : errorIn(error);
}
