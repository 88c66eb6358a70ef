import { randomUUID } from 'node:crypto';
import { Refused, Unreachable, type Problem } from './failures';
import type { Settings } from './settings';

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Requests to the API. Each throws Refused with the problem, or Unreachable. */
export interface Client {
  get<T>(path: string, query?: Query): Promise<T>;
  /** With an Idempotency-Key, one of its own unless given, so that a request whose answer was lost can be repeated. */
  post<T>(path: string, body: unknown, key?: string): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** A DELETE with an empty answer. */
  remove(path: string): Promise<void>;
  /** The body of the answer as a stream. */
  read(path: string, query?: Query): Promise<AsyncIterable<Uint8Array>>;
  /** Sends a file as a stream. It is not retried, because the stream cannot be read again. */
  upload(
    path: string,
    query: Query,
    type: string,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<AsyncIterable<Uint8Array>>;
}

/** The maximum number of attempts for a request. */
const TRIES = 3;
/** The longest pause between two attempts (ms), whatever the API asks for. */
const LONGEST_PAUSE = 5_000;

export function createClient({ url, token, remedy }: Settings, pause: (ms: number) => Promise<void>): Client {
  const address = (path: string, query: Query = {}) => {
    const made = new URL(`${url}/v1${path}`);
    for (const [name, value] of Object.entries(query)) {
      for (const each of [value].flat()) if (each !== undefined) made.searchParams.append(name, String(each));
    }
    return made;
  };
  const headers = { Authorization: `Bearer ${token}`, 'User-Agent': 'forewarn-cli' };

  async function once(target: URL, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(target, init);
    } catch (error) {
      throw unreachable(target, error);
    }
    if (response.ok) return response;
    const problem = await problemIn(response, target);
    throw new Refused(problem.code === 'wrong-token' ? { ...problem, detail: `${problem.detail} ${remedy}` } : problem);
  }

  /** Repeats the request when there was no answer, and when the answer says that a retry may help. */
  async function tried(target: URL, init: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(target, init);
      } catch (error) {
        const wait = waitBefore(error);
        if (wait === undefined || attempt >= TRIES) throw error;
        await pause(Math.min(wait, LONGEST_PAUSE) * attempt);
      }
    }
  }

  return {
    async get<T>(path: string, query?: Query) {
      const target = address(path, query);
      return readJson<T>(await tried(target, { headers }), target);
    },
    async post<T>(path: string, body: unknown, key: string = randomUUID()) {
      const target = address(path);
      const more = { 'Content-Type': 'application/json', 'Idempotency-Key': key };
      const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
      return readJson<T>(await tried(target, init), target);
    },
    async delete<T>(path: string) {
      const target = address(path);
      return readJson<T>(await tried(target, { method: 'DELETE', headers }), target);
    },
    async remove(path) {
      await tried(address(path), { method: 'DELETE', headers });
    },
    async read(path, query) {
      const target = address(path, query);
      return piecesOf(await tried(target, { headers }), target);
    },
    async upload(path, query, type, bytes) {
      const target = address(path, query);
      const init = {
        ...{ method: 'POST', headers: { ...headers, 'Content-Type': type } },
        ...{ body: streamOf(bytes), duplex: 'half' },
      };
      return piecesOf(await once(target, init), target);
    },
  };
}

/** Milliseconds to wait before a retry that may succeed; undefined when none will. */
function waitBefore(error: unknown): number | undefined {
  if (error instanceof Unreachable) return 500;
  if (!(error instanceof Refused)) return undefined;
  const { status, retryAfter } = error.problem as Problem & { retryAfter?: number };
  if (status === 429 || status === 502 || status === 503 || status === 504) return (retryAfter ?? 1) * 1_000;
  return status === 409 && retryAfter !== undefined ? retryAfter * 1_000 : undefined;
}

function unreachable(target: URL, error: unknown): Unreachable {
  // fetch only says "fetch failed"; its cause has the reason
  const { cause = error } = error as { cause?: unknown };
  const { code, message } = cause as { code?: string; message?: string };
  return new Unreachable(
    `There is no answer from ${target.origin} (${code ?? message ?? 'no reason given'}). Start it, or correct FOREWARN_URL.`,
    { cause: error },
  );
}

async function problemIn(response: Response, target: URL): Promise<Problem & { retryAfter?: number }> {
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retry = Number.isFinite(after) ? { retryAfter: after } : {};
  const text = await response.text().catch(() => '');
  try {
    const body: unknown = JSON.parse(text);
    if (isProblem(body)) return { ...body, ...retry };
  } catch {
    // not a problem document of the API; reported below
  }
  return {
    title: `The answer was ${String(response.status)} ${response.statusText}`.trim(),
    status: response.status,
    detail: `${target.origin} did not answer as Forewarn does. Check FOREWARN_URL, and any proxy in between.`,
    code: 'not-forewarn',
    errors: [],
    ...retry,
  };
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'errors' in body;
}

async function readJson<T>(response: Response, target: URL): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw brokenOff(target, error);
  }
}

async function* piecesOf(response: Response, target: URL): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  try {
    for await (const piece of response.body) yield piece;
  } catch (error) {
    throw brokenOff(target, error);
  }
}

function brokenOff(target: URL, error: unknown): Unreachable {
  return new Unreachable(`The answer of ${target.origin} broke off. Try again.`, { cause: error });
}

function streamOf(bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}
