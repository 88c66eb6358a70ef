import type { Database } from '../../store/database/database';
import { countEvents } from '../../store/live/watched';

/**
 * Where a page that is made from now on hears what changes.
 * @param references the windows it shows one by one
 */
export async function liveHref(db: Database, references: readonly string[] = []): Promise<string> {
  const windows = references.length === 0 ? '' : `&windows=${encodeURIComponent(references.join(','))}`;
  return `/console/live?seen=${String(await countEvents(db))}${windows}`;
}
