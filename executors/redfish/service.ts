import type { Agent } from 'node:https';
import type { z } from 'zod';
import { exchange, type Answered } from '../../channels/convergence/exchange';
import { oneLine } from '../../channels/convergence/one-line';

/** A request to a controller that did not succeed, in words that follow its host. */
export class RedfishFailure extends Error {
  override readonly name = 'RedfishFailure';

  constructor(
    message: string,
    /** False only when the request certainly had no effect. */
    readonly mayHaveBeenApplied: boolean,
    readonly retryable: boolean,
  ) {
    super(message);
  }
}

export interface ServiceOptions {
  /** The controller's root, such as `https://10.0.0.7`. */
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  readonly login: 'session' | 'basic';
  readonly agent: Agent | undefined;
  /** The longest a request may take as a whole (ms). */
  readonly requestMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** A controller that somebody is logged in to. Functions throw RedfishFailure. */
export interface RedfishService {
  get<S extends z.ZodType>(
    schema: S,
    path: string,
  ): Promise<{ readonly value: z.output<S>; readonly date: string | undefined }>;
  post(path: string, body: object): Promise<void>;
}

const SESSIONS = '/redfish/v1/SessionService/Sessions';

/**
 * Works with a controller and logs out in any case: controllers have room for a few sessions only. Throws RedfishFailure, and what
 * `work` throws.
 */
export async function withService<T>(
  options: ServiceOptions,
  work: (service: RedfishService) => Promise<T>,
): Promise<T> {
  const { user, password, login } = options;
  if (login === 'basic') {
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    return work(serviceOf(options, { authorization: `Basic ${basic}` }));
  }
  const answer = await ask(options, { method: 'POST', path: SESSIONS, body: { UserName: user, Password: password } });
  const token = answer.header('x-auth-token');
  if (token === undefined) throw new RedfishFailure('opened no session: it gave no X-Auth-Token', false, false);
  const headers = { 'x-auth-token': token };
  try {
    return await work(serviceOf(options, headers));
  } finally {
    const session = answer.header('location');
    // a session that cannot be closed ends by itself
    if (session !== undefined) await ask(options, { method: 'DELETE', path: session, headers }).catch(() => undefined);
  }
}

function serviceOf(options: ServiceOptions, headers: Readonly<Record<string, string>>): RedfishService {
  return {
    async get(schema, path) {
      const answer = await ask(options, { method: 'GET', path, headers });
      const { success, data } = schema.safeParse(answer.json);
      if (!success) throw new RedfishFailure(`answered ${oneLine(path)} in a form that is not Redfish's`, false, false);
      return { value: data, date: answer.header('date') };
    },
    async post(path, body) {
      await ask(options, { method: 'POST', path, headers, body, changes: true });
    },
  };
}

interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Whether it has an effect on a system. */
  readonly changes?: boolean;
}

async function ask(options: ServiceOptions, request: Request): Promise<Answered> {
  const { method, path, headers = {}, body, changes = false } = request;
  const { url, agent, requestMs, signal } = options;
  const answer = await exchange({
    ...{ method, url: within(url, path), agent, signal, timeoutMs: requestMs },
    headers: {
      'odata-version': '4.0',
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw changes ? new RedfishFailure('was not waited for until it answered', true, true) : error;
  });
  if (answer.status === undefined) {
    throw new RedfishFailure(answer.reason, changes && answer.mayHaveArrived, answer.retryable);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw failureOf(answer, changes);
}

/** The address of a path that the controller named; nothing at another origin is asked, because credentials are sent. */
function within(url: URL, path: string): URL {
  const to = URL.canParse(path, url.href) ? new URL(path, url.href) : undefined;
  if (to?.origin === url.origin) return to;
  throw new RedfishFailure('names an address of another server, which is not asked', false, false);
}

function failureOf({ status, json }: Answered, changes: boolean): RedfishFailure {
  const said = messageIn(json);
  const words = `${String(status)}${said === undefined ? '' : `: ${oneLine(said)}`}`;
  if (status === 401 || status === 403) {
    return new RedfishFailure(`does not accept the user and the password (${words})`, false, false);
  }
  if (status === 429 || status === 503) return new RedfishFailure(`has no time now (${words})`, false, true);
  if (status >= 500) return new RedfishFailure(`is in trouble (${words})`, changes, true);
  if (status < 400)
    return new RedfishFailure(`answers with a redirect (${words}), which is not followed`, false, false);
  return new RedfishFailure(`refuses the request (${words})`, false, status === 409);
}

/** The first message of a Redfish error (DSP0266, 8.6). */
function messageIn(json: unknown): string | undefined {
  const error = (json as { error?: { message?: unknown; '@Message.ExtendedInfo'?: { Message?: unknown }[] } } | null)
    ?.error;
  const extended = Array.isArray(error?.['@Message.ExtendedInfo'])
    ? error['@Message.ExtendedInfo'][0]?.Message
    : undefined;
  const said = extended ?? error?.message;
  return typeof said === 'string' ? said : undefined;
}
