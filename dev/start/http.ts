/** A question that is answered yes once a GET of the address gets a 2xx. */
export function answersOk(url: string): () => Promise<boolean> {
  return async () => (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
}
