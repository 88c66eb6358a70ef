import type { Executor } from '../../activities/ports/executor';

interface FleetLockOptions {
  readonly name: string;
  readonly kinds: readonly string[];
  /** Where hosts find us; see config/config.ts. */
  readonly publicUrl: string;
}

/**
 * Hosts that update themselves and ask before they restart, by the FleetLock protocol (S7). What they ask and report is answered by
 * the API (use-cases/answer-hosts.ts); here is only that nothing is started for them, and that nobody knows of their end but they.
 */
export function createFleetLockExecutor({ name, kinds, publicUrl }: FleetLockOptions): Executor {
  return {
    name,
    pulls: true,
    serves: (kind) => kinds.includes(kind),
    start: () =>
      Promise.resolve({
        accepted: false,
        retryable: false,
        reason: `the hosts of ${name} ask by themselves when they restart; nothing was begun`,
      }),
    observe: () => Promise.resolve({ state: 'running' }),
    check() {
      const { protocol, hostname } = new URL(publicUrl);
      const isSafe = protocol === 'https:' || hostname === 'localhost' || hostname.startsWith('127.');
      if (isSafe) return Promise.resolve([]);
      const text = `Hosts send its token in the address, and ${publicUrl} is not https://. Set FOREWARN_PUBLIC_URL to an address with TLS.`;
      return Promise.resolve([{ text }]);
    },
  };
}
