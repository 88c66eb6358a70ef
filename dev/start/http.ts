/** A check that is true once a GET of the address returns 2xx. */
export function answersOk(url: string): () => Promise<boolean> {
  return async () => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
}
