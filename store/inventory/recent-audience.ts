import type { Scope } from '../../domain/planning/scope';
import type { Database } from '../database/database';
import { countAudience, type AudienceSize } from './audience';

/** How long a count is shown again (ms). */
const RECENT = 60_000;
/** Below so many resources it is counted every time. */
const MANY = 20_000;
const MOST_KEPT = 100;

interface Counted {
  readonly at: number;
  readonly size: Promise<AudienceSize>;
}

const counted = new WeakMap<Database, Map<string, Counted>>();

/**
 * As countAudience, to be looked at and never decided by: a region or more takes some tenths of a second, and somebody who goes from page
 * to page of its window asks again and again. So what is that large may be a minute old; a scope that changes is another one.
 */
export async function recentAudience(db: Database, scope: Scope, isPrivate: boolean): Promise<AudienceSize> {
  const known = counted.get(db) ?? new Map<string, Counted>();
  counted.set(db, known);
  const key = JSON.stringify([scope, isPrivate]);
  const now = performance.now();
  const recent = known.get(key);
  if (recent && now - recent.at < RECENT) return recent.size;
  const size = countAudience(db, scope, isPrivate);
  known.delete(key);
  known.set(key, { at: now, size });
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  const forget = () => known.get(key)?.size === size && known.delete(key);
  try {
    const found = await size;
    if (found.resources < MANY) forget();
    return found;
  } catch (error) {
    forget();
    throw error;
  }
}
