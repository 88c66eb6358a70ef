/** Does something with each of them, a few at a time; the first failure ends it once those under way are through. */
export async function inParts<T>(all: readonly T[], atOnce: number, each: (one: T) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < all.length; first += atOnce) {
    const results = await Promise.allSettled(all.slice(first, first + atOnce).map(each));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
