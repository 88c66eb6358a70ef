const BURST = 4;
const WRITES = new Set(['chat.postMessage', 'files.completeUploadExternal']);

/** About one message a second in the channel, with a burst of four. */
export function createGate(clock: () => number) {
  let left = BURST;
  let at = clock();
  return {
    /** Seconds to wait, or undefined when the call may pass. */
    held(method: string): number | undefined {
      if (!WRITES.has(method)) return undefined;
      const now = clock();
      left = Math.min(BURST, left + Math.max(0, now - at) / 1_000);
      at = now;
      if (left < 1) return 2;
      left -= 1;
      return undefined;
    },
  };
}
