import axios, { type AxiosInstance } from 'axios';
import type { z } from 'zod';
import { takeTurn, type Pace } from '../convergence/pace';
import { away, mayHaveLeft } from '../convergence/service-failure';
import { failureOf, unreachable, type Answer } from './explain';

export interface StatuspageApiOptions extends Pace {
  readonly key: string;
  readonly page: string;
  /** `https://api.statuspage.io/v1` */
  readonly url: string;
  /** The longest a request may take as a whole (ms). */
  readonly timeoutMs: number;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** Single requests to the Manage API. Each waits for its turn and rejects with ServiceFailure. */
export interface StatuspageRequests {
  /** Requests sent so far. */
  readonly calls: number;
  get<S extends z.ZodType>(schema: S, path: string, params?: Request['params']): Promise<z.output<S>>;
  /** `prepare` runs when the turn has come, and answers the body; when it rejects nothing is sent. */
  write<S extends z.ZodType>(
    schema: S,
    method: 'POST' | 'PATCH',
    path: string,
    prepare: () => Promise<object>,
  ): Promise<z.output<S>>;
}

/** Requests whose errors and answers never carry the key. */
export function createStatuspageRequests(options: StatuspageApiOptions): StatuspageRequests {
  const { page, slots, timeoutMs } = options;
  const http = clientFor(options);
  let calls = 0;

  const turn = () =>
    takeTurn(options, (seconds) => `Statuspage takes one request a second, and the next ${seconds} s are taken`);

  async function exchange<S extends z.ZodType>(schema: S, request: Request, data?: object): Promise<z.output<S>> {
    calls += 1;
    const answer = await send(http, timeoutMs, request, data);
    const body = parsed(answer.text);
    if (answer.status >= 200 && answer.status < 300 && body !== undefined) return shaped(schema, body, request);
    const failure = failureOf(answer, body, { writes: request.method !== 'GET', page });
    if (failure.fault === 'limited') await slots.hold(failure.retryInMs ?? 0);
    throw failure;
  }

  return {
    get calls() {
      return calls;
    },
    async get(schema, path, params) {
      await turn();
      return exchange(schema, { method: 'GET', path, ...(params ? { params } : {}) });
    },
    async write(schema, method, path, prepare) {
      await turn();
      const data = await prepare();
      return exchange(schema, { method, path }, data);
    },
  };
}

function clientFor({ key, url }: StatuspageApiOptions): AxiosInstance {
  return axios.create({
    baseURL: url,
    headers: { Authorization: `OAuth ${key}`, Accept: 'application/json', 'User-Agent': 'forewarn' },
    // a redirect would take the key elsewhere
    maxRedirects: 0,
    maxContentLength: 50_000_000,
    responseType: 'text',
    // axios would hand on what is not JSON as it is
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });
}

async function send(
  http: AxiosInstance,
  timeoutMs: number,
  { method, path, params }: Request,
  data: object | undefined,
): Promise<Answer> {
  try {
    const response = await http.request<string>({
      ...{ method, url: path, params, data },
      // over the whole exchange; axios' own timeout counts idle time only
      signal: AbortSignal.timeout(timeoutMs),
    });
    const retryAfter: unknown = response.headers['retry-after'];
    return {
      status: response.status,
      text: typeof response.data === 'string' ? response.data : '',
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    };
  } catch (error) {
    // the error carries the request with its key: only its code is passed on
    const code = axios.isAxiosError(error) ? error.code : undefined;
    throw away(unreachable(code, timeoutMs), method !== 'GET' && mayHaveLeft(code));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function shaped<S extends z.ZodType>(schema: S, body: unknown, request: Request): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw away('Statuspage answered JSON of another shape. Check FOREWARN_STATUSPAGE_URL.', request.method !== 'GET');
}
