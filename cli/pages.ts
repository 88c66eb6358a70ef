import type { Page } from './api-types';
import { figure, type Output } from './output';

const LARGEST_PAGE = 500;

/** Fetches page after page, up to the limit. */
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

/** Notes that the list continues. */
export function noteMore({ isMore }: { isMore: boolean }, limit: number, output: Output): void {
  if (isMore) output.note(`There are more than ${figure(limit)}; ask for them with --limit.`);
}
