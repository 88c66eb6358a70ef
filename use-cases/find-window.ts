import { KnownError } from '../domain/shared/errors';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import { getWindow, type WindowSummary } from '../store/windows/windows';

/** The window as the viewer may see it; one they have not been told of does not exist (T3). Throws KnownError `not-found`. */
export async function findWindow(db: Database, reference: string, viewer: Viewer): Promise<WindowSummary> {
  const window = await getWindow(db, reference, viewer);
  if (window) return window;
  throw unknownWindow(reference);
}

export function unknownWindow(reference: string): KnownError {
  return new KnownError('not-found', `There is no window ${reference}. GET /v1/windows lists those you can see.`);
}
