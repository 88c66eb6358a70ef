import { Agent } from 'node:https';
import axios from 'axios';
import { oneLine } from './one-line';
import { mayHaveLeft } from './service-failure';

/** Whom a connection may trust. With neither, the system's authorities. */
export interface Trust {
  /** Certificate authorities instead of the system's, PEM. */
  readonly ca?: string;
  /** The server's own certificate, PEM; one of several. Its name does not matter then: controllers are often given none. */
  readonly certificates?: string;
}

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For the whole exchange, name's lookup included (ms). */
  readonly timeoutMs: number;
  readonly agent?: Agent | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the answer that are read at most; a longer one is none. 256 KiB when left out. */
  readonly longestAnswer?: number;
}

export interface Answered {
  readonly status: number;
  /** The header's value, by its name in small letters. */
  header(name: string): string | undefined;
  /** The answer as JSON; undefined when it is none. */
  readonly json: unknown;
  /** It has no body, as that to a DELETE may have none. Neither JSON nor empty is somebody else's answer: a proxy's page, say. */
  readonly isEmpty: boolean;
}

/** Why there is no answer, in words that follow the name of whoever was asked. */
export interface Unanswered {
  readonly status: undefined;
  readonly reason: string;
  /** False only when the request certainly did not arrive. */
  readonly mayHaveArrived: boolean;
  /** False when the same again cannot help. */
  readonly retryable: boolean;
}

const LONGEST_ANSWER = 256 * 1_024;

/**
 * One request. Redirects are not followed and no proxy is asked, because secrets are sent. Rejects only when `signal` aborts; what
 * it says never holds the request.
 */
export async function exchange(asked: Asked): Promise<Answered | Unanswered> {
  const { method, url, headers, body, timeoutMs, agent, signal, longestAnswer = LONGEST_ANSWER } = asked;
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await axios.request<string>({
      ...{ method, url: url.href, data: body, maxRedirects: 0, proxy: false, decompress: false },
      headers: { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'Forewarn/1', ...headers },
      maxContentLength: longestAnswer,
      responseType: 'text',
      // axios would parse what is JSON, and hand on what is not
      transformResponse: (text: unknown) => text,
      validateStatus: () => true,
      // axios' own timeout counts idle time only
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(agent ? { httpsAgent: agent } : {}),
    });
    return {
      status: response.status,
      header: (name) => textOf(response.headers[name]),
      json: parsed(response.data),
      isEmpty: response.data.trim() === '',
    };
  } catch (error) {
    signal?.throwIfAborted();
    // the error carries the request with its credentials: only its code is passed on
    return unanswered(axios.isAxiosError(error) ? error.code : undefined, timeout.aborted ? timeoutMs : undefined);
  }
}

function unanswered(code: string | undefined, afterMs: number | undefined): Unanswered {
  if (afterMs !== undefined) {
    const reason = `did not answer within ${String(Math.ceil(afterMs / 1_000))} seconds`;
    return { status: undefined, reason, mayHaveArrived: true, retryable: true };
  }
  if (code !== undefined && isDistrust(code)) {
    const reason = `shows a certificate that is not trusted (${code})`;
    return { status: undefined, reason, mayHaveArrived: false, retryable: false };
  }
  if (code === 'ERR_BAD_RESPONSE') {
    const reason = 'gave an answer that cannot be read, or one that is too long';
    return { status: undefined, reason, mayHaveArrived: true, retryable: true };
  }
  const reason = `cannot be reached (${oneLine(code ?? 'no reason given')})`;
  return { status: undefined, reason, mayHaveArrived: mayHaveLeft(code), retryable: true };
}

/** The connection was given up before the request: codes of OpenSSL's verification, and Node's own for another host's certificate. */
function isDistrust(code: string): boolean {
  return /CERT|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text)) as unknown;
  } catch {
    return undefined;
  }
}

/** The agent for servers that are trusted in another way than by the system's authorities. Throws for what is no certificate. */
export function agentFor({ ca, certificates }: Trust): Agent | undefined {
  if (certificates !== undefined) {
    return new Agent({
      ca: certificates,
      minVersion: 'TLSv1.2',
      // whoever has the key of one of these is meant, whatever name stands in it
      checkServerIdentity: () => undefined,
      allowPartialTrustChain: true,
    });
  }
  return ca === undefined ? undefined : new Agent({ ca, minVersion: 'TLSv1.2' });
}
