import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The value below which the share `p` (0 to 1) of the samples lies. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

/** Runs `work` `count` times, `parallel` at once. Returns the ms of each and of the whole. */
export async function timed(
  count: number,
  parallel: number,
  work: (index: number) => Promise<unknown>,
): Promise<{ each: number[]; total: number }> {
  const each: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let index = next++; index < count; index = next++) {
        const since = performance.now();
        await work(index);
        each.push(performance.now() - since);
      }
    }),
  );
  return { each, total: performance.now() - began };
}

/** A folder for this run that every user may pass through, because PostgreSQL does not run as root. */
export async function passableFolder(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `forewarn-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}
