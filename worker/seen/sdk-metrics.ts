import { createServer } from 'node:net';
import type { TelemetryOptions } from '@temporalio/worker';

/** The SDK serves its metrics on a port of its own, on loopback; we pass them on with ours. */

const LOOPBACK = '127.0.0.1';
const TIMEOUT_MS = 2_000;

export interface SdkMetrics {
  /** For Runtime.install(). */
  readonly options: Pick<TelemetryOptions, 'metrics'>;
  /** What it says now, in Prometheus' text format; empty when it does not answer. */
  readonly read: () => Promise<string>;
}

/** Metrics of the SDK on a port that is free now. Names end as Prometheus has it: `_seconds`, `_total`. */
export async function offerSdkMetrics(): Promise<SdkMetrics> {
  const bindAddress = `${LOOPBACK}:${String(await freePort())}`;
  return {
    options: {
      metrics: {
        prometheus: { bindAddress, countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true },
      },
    },
    async read() {
      try {
        const answer = await fetch(`http://${bindAddress}/metrics`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
        return answer.ok ? await answer.text() : '';
      } catch {
        return '';
      }
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
