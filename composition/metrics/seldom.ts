/** A scraper waits ten seconds by default; what takes longer than this is left out (ms). */
const PATIENCE = 4_000;

/**
 * A value that is read at most once in `everyMs`, however often it is asked for; undefined while it cannot be read, or not in time,
 * because an old figure must not pass for a new one. One that takes longer is not asked for again before it has ended: a slow database
 * has one such question at a time. `clock` gives UTC ms.
 */
export function readSeldom<T>(
  read: () => Promise<T>,
  { everyMs, clock }: { readonly everyMs: number; readonly clock: () => number },
): () => Promise<T | undefined> {
  let at = -Infinity;
  let isReading = false;
  let answer: Promise<T | undefined> = Promise.resolve(undefined);
  return () => {
    const now = clock();
    if (isReading || now - at < everyMs) return answer;
    at = now;
    isReading = true;
    const found = read().finally(() => {
      isReading = false;
    });
    answer = inTime(found).catch(() => {
      at = -Infinity;
      return undefined;
    });
    return answer;
  };
}

async function inTime<T>(value: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('not in time')), PATIENCE);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
