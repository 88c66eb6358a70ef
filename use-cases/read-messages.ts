import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import { listMessages, type MessageOnRecord } from '../store/messages/read';
import type { Viewer } from '../store/windows/viewer';
import { findWindow } from './find-window';

/** What people wrote about a window (N15), for staff alone: it names people. Throws KnownError `not-found` for a window the viewer does not see (T3). */
export async function readMessages(
  db: Database,
  reference: string,
  page: PageRequest,
  viewer: Viewer,
): Promise<Page<MessageOnRecord>> {
  await findWindow(db, reference, viewer);
  return listMessages(db, reference, page);
}

/** What nobody could place, for staff alone. */
export function readUnplacedMessages(db: Database, page: PageRequest): Promise<Page<MessageOnRecord>> {
  return listMessages(db, null, page);
}
