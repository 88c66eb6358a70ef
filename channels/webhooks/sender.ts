import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupAddress } from 'node:dns';
import type { WebhookSender } from '../../activities/ports/webhooks';
import { SECOND } from '../../domain/shared/time';
import type { WebhookVerdict } from '../../domain/channels/webhook-delivery';
import type { AddressPolicy } from './addresses';
import { readBeginning } from './answer';
import { checkedAddresses, pinnedLookup, systemResolve, type Resolve } from './resolve';
import { retryAfterOf } from './retry-after';
import { signedHeaders } from './signature';
import { hostOf, urlFault } from './url';
import { optional } from '../../domain/shared/optional';

/** From the name's lookup to the end of the answer (ms): what Standard Webhooks gives a receiver at least. */
const TIMEOUT_MS = 15 * SECOND;

export interface SenderOptions extends AddressPolicy {
  /** Named in `User-Agent`, so that a receiver finds out who calls. */
  readonly publicUrl: string | undefined;
  readonly timeoutMs?: number;
  /** The real clock, for the signature's time (UTC ms). */
  readonly clock?: () => number;
  readonly resolve?: Resolve;
  /** Certificate authorities besides the system's, PEM. */
  readonly ca?: string;
}

/**
 * Posts webhooks. Each attempt looks the host up, checks every address, and connects to one of exactly these over a connection of
 * its own; redirects are not followed, certificates are verified, of the answer only the beginning is read.
 */
export function createWebhookSender(options: SenderOptions): WebhookSender {
  const { allowLoopback, clock = Date.now, resolve = systemResolve, timeoutMs = TIMEOUT_MS } = options;
  return {
    async post(post, signal) {
      const { url: text, payload } = post;
      const fault = urlFault(text, { allowLoopback });
      if (fault !== undefined) return unanswered(`the address ${fault}`);
      const url = new URL(text);
      const timeout = AbortSignal.timeout(timeoutMs);
      const stopped = signal ? AbortSignal.any([signal, timeout]) : timeout;
      try {
        const addresses = await unlessStopped(checkedAddresses(hostOf(url), resolve, { allowLoopback }), stopped);
        const headers = {
          ...signedHeaders(post, clock()),
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
          'accept-encoding': 'identity',
          'user-agent': `Forewarn-Webhooks/1${options.publicUrl === undefined ? '' : ` (+${options.publicUrl})`}`,
        };
        return await exchange(open(url, { addresses, headers, stopped, ca: options.ca }), { payload, clock, stopped });
      } catch (error) {
        if (signal?.aborted) throw error;
        return unanswered(timeout.aborted ? `no answer within ${String(timeoutMs / SECOND)} seconds` : reasonOf(error));
      }
    },
  };
}

interface Opening {
  readonly addresses: readonly LookupAddress[];
  readonly headers: Readonly<Record<string, string | number>>;
  readonly stopped: AbortSignal;
  readonly ca: string | undefined;
}

function open(url: URL, { addresses, headers, stopped, ca }: Opening): ClientRequest {
  const shared = { method: 'POST', headers, signal: stopped, lookup: pinnedLookup(addresses) };
  if (url.protocol === 'http:') return httpRequest(url, { ...shared, agent: new HttpAgent({ keepAlive: false }) });
  const trust = { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...optional({ ca }) } as const;
  return httpsRequest(url, { ...shared, ...trust, agent: new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 }) });
}

interface Exchange {
  readonly payload: string;
  readonly clock: () => number;
  readonly stopped: AbortSignal;
}

async function exchange(request: ClientRequest, { payload, clock, stopped }: Exchange): Promise<WebhookVerdict> {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject).end(payload);
    });
    const status = response.statusCode ?? 0;
    // the status is the verdict; an answer that never ends changes nothing about it
    const beginning = await readBeginning(response, stopped);
    const retryAfterMs = retryAfterOf(response.headers['retry-after'], clock());
    const answer = status >= 300 && status < 400 ? redirectText(response, beginning) : beginning;
    return { kind: 'answered', status, answer, ...optional({ retryAfterMs }) };
  } finally {
    // what comes later of a connection that is given up concerns nobody
    request.on('error', () => undefined).destroy();
  }
}

function redirectText({ headers }: IncomingMessage, beginning: string): string {
  const target = headers.location === undefined ? '' : ` to ${headers.location.slice(0, 200)}`;
  return `redirects are not followed (this one leads${target || ' nowhere'}): register the final address. ${beginning}`;
}

function unanswered(answer: string): WebhookVerdict {
  return { kind: 'unanswered', answer };
}

async function unlessStopped<T>(work: Promise<T>, stopped: AbortSignal): Promise<T> {
  stopped.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped', { cause: stopped.reason }));
    stopped.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => stopped.removeEventListener('abort', stop));
  });
}

function reasonOf(error: unknown): string {
  // several addresses were tried: each failed in its own way
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
