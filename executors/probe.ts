import { connect } from 'node:net';
import type { Health, HealthProbe } from '../activities/ports/executor';
import type { WorkResource } from '../domain/work/item';
import { SECOND } from '../domain/shared/time';
import { agentFor, exchange, type Trust } from '../channels/convergence/exchange';
import { filled } from './shared/placeholders';

interface ProbeCommon {
  readonly kinds: readonly string[];
  /** How long a resource has to stay healthy before that counts (ms). */
  readonly settleMs: number;
  /** The longest one look may take (ms). */
  readonly timeoutMs: number;
}

/** `https://{name}.apps.example.com/healthz`, and the statuses that mean that it works. */
export interface HttpProbeOptions extends ProbeCommon, Trust {
  readonly http: string;
  readonly status: readonly number[];
}

/** `{name}.db.internal:5432`: a connection is enough. */
export interface TcpProbeOptions extends ProbeCommon {
  readonly tcp: string;
}

/** How often a resource is looked at that is to become healthy (ms). */
const EVERY = 2 * SECOND;

export function createHttpProbe(options: HttpProbeOptions): HealthProbe {
  const { http, status: good, timeoutMs } = options;
  const agent = agentFor(options);
  return probeOf(options, async (resource, signal) => {
    const address = filled(http, resource);
    if ('fault' in address) return ill(address.fault);
    const url = new URL(address.text);
    const answer = await exchange({ method: 'GET', url, timeoutMs, agent, signal, headers: { accept: '*/*' } });
    if (answer.status === undefined) return ill(`${url.host} ${answer.reason}`);
    return good.includes(answer.status)
      ? { healthy: true }
      : ill(`${url.host} answered ${String(answer.status)} instead of ${good.join(' or ')}`);
  });
}

export function createTcpProbe(options: TcpProbeOptions): HealthProbe {
  return probeOf(options, async (resource, signal) => {
    const address = filled(options.tcp, resource);
    if ('fault' in address) return ill(address.fault);
    signal?.throwIfAborted();
    const fault = await connectionFault(address.text, options.timeoutMs);
    return fault === undefined ? { healthy: true } : ill(`${address.text} ${fault}`);
  });
}

function probeOf({ kinds, settleMs }: ProbeCommon, look: HealthProbe['look']): HealthProbe {
  return { settleMs, serves: (kind) => kinds.includes(kind), look };
}

function connectionFault(address: string, timeoutMs: number): Promise<string | undefined> {
  const [host = '', port] = address.split(/:(?=\d+$)/);
  return new Promise((resolve) => {
    const socket = connect({ host: host.replace(/^\[|\]$/g, ''), port: Number(port) });
    const end = (fault?: string) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(fault);
    };
    // the socket's own time-out begins only once the name is known
    const timer = setTimeout(
      () => end(`took no connection within ${String(Math.ceil(timeoutMs / SECOND))} seconds`),
      timeoutMs,
    );
    socket.once('connect', () => end());
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      end(`takes no connection (${code ?? 'no reason given'})`),
    );
  });
}

export interface Settling {
  /** No later than this (UTC ms). */
  readonly until: number;
  /** UTC ms. */
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Looks until the resource has been healthy for the probe's settling time without a break, or the time is over: then with the reason
 * of the last look. Rejects only when `signal` aborts.
 */
export async function untilSettled(
  probe: HealthProbe,
  resource: WorkResource,
  { until, clock, sleep }: Settling,
  signal?: AbortSignal,
): Promise<Health> {
  let since: number | undefined;
  for (;;) {
    const health = await probe.look(resource, signal);
    const now = clock();
    since = health.healthy ? (since ?? now) : undefined;
    if (since !== undefined && now - since >= probe.settleMs) return { healthy: true };
    if (now >= until) return health.healthy ? ill('was healthy for a shorter time than it has to be') : health;
    const left = since === undefined ? EVERY : since + probe.settleMs - now;
    await sleep(Math.max(1, Math.min(EVERY, left, until - now)));
  }
}

function ill(reason: string): Health {
  return { healthy: false, reason };
}
