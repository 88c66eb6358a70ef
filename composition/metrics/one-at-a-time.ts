/**
 * Reads once for everybody who asks while it is read, and anew for whoever asks after: however many ask at once, one of them is a load
 * on what is read.
 */
export function oneAtATime<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}
