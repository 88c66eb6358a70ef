import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How far the process grew (bytes of RSS), and the longest the event loop was held (ms), while it was done. */
export async function watched(work: () => Promise<unknown>): Promise<{ grown: number; heldMs: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 5);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await work();
  // one more turn, so that the last hold is seen
  await new Promise((resolve) => setTimeout(resolve, 10));
  delay.disable();
  clearInterval(timer);
  return { grown: most - before, heldMs: delay.max / 1e6 };
}
