import { offeredNights, type OfferedNight } from '../domain/work/move';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import { movableWindows } from '../store/work/moves';
import { findWindow } from './find-window';

/**
 * The nights to which resources of the window can be moved at `now` (UTC ms), by their start (S8). Throws KnownError `not-found` for
 * a window that does not exist for the viewer (T3).
 */
export async function nightsFor(
  db: Database,
  reference: string,
  viewer: Viewer,
  now: number,
): Promise<readonly OfferedNight[]> {
  await findWindow(db, reference, viewer);
  const { from, others } = await movableWindows(db, reference);
  return from ? offeredNights(from, others, now) : [];
}
