import type { Page } from '../api-types';

const LARGEST_PAGE = 500;

/** Page after page, up to the limit. */
export async function pages<T>(
  limit: number,
  read: (page: { cursor: string | undefined; limit: number }) => Promise<Page<T>>,
): Promise<{ items: T[]; isMore: boolean }> {
  const items: T[] = [];
  let cursor: string | undefined;
  while (items.length < limit) {
    const size = Math.min(LARGEST_PAGE, limit - items.length);
    const page = await read({ cursor, limit: size });
    items.push(...page.items);
    if (page.next === null) return { items, isMore: false };
    cursor = page.next;
  }
  return { items, isMore: true };
}
