import type { DueDelivery, Ledger, NoticeKey } from './ports/ledger';

/** How many deliveries one statement reads ahead. */
const PAGE = 500;

/** The deliveries of a notice that are due, one by one, read in pages with the next page on its way. */
export interface DueDeliveries {
  /** The next one; undefined at the end, or once `stop` was called. */
  next(): Promise<DueDelivery | undefined>;
  stop(): void;
}

/**
 * Walks the queue once, from its start. Reading reserves nothing, so a page can be as long as is cheap: what a crash or a
 * newer revision leaves unread is simply still pending.
 */
export function createDueDeliveries(
  ledger: Pick<Ledger, 'due'>,
  key: NoticeKey,
  now: () => number,
  limit = PAGE,
): DueDeliveries {
  let page: readonly DueDelivery[] = [];
  let at = 0;
  let stopped = false;
  let ahead: Promise<readonly DueDelivery[]> | undefined = read(undefined);
  let turning: Promise<void> | undefined;

  function read(after: DueDelivery | undefined): Promise<readonly DueDelivery[]> {
    const reading = ledger.due(key, { after, limit, now: new Date(now()) });
    // awaited when the page is turned; until then a failure is nobody's
    reading.catch(() => undefined);
    return reading;
  }

  async function turn(): Promise<void> {
    page = (await ahead) ?? [];
    at = 0;
    ahead = page.length < limit ? undefined : read(page.at(-1));
  }

  return {
    async next() {
      while (at >= page.length) {
        if (stopped || ahead === undefined) return undefined;
        turning ??= turn().finally(() => (turning = undefined));
        await turning;
      }
      return stopped ? undefined : page[at++];
    },
    stop: () => {
      stopped = true;
    },
  };
}
