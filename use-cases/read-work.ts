import type { WorkCounts } from '../activities/ports/work';
import { KnownError } from '../domain/shared/errors';
import type { WorkState } from '../domain/work/states';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import type { Viewer } from '../store/windows/viewer';
import {
  countWorkFor,
  hasWork,
  listWork,
  unhealthyWork,
  type ListedWork,
  type UnhealthyWork,
} from '../store/work/listed';
import { findWindow } from './find-window';

/** Which work is asked for. */
export interface AskedWork {
  readonly reference: string;
  /** Only what is in one of these states. */
  readonly states?: readonly WorkState[] | undefined;
}

/** So many resources are named that were not healthy before the work. */
const MOST_NAMED = 50;

/**
 * The work of a window as the viewer may see it, in its order, and how much of it is in each state whatever is asked for; for the
 * provider's people the first ones that were not healthy before it. Throws
 * KnownError `not-found` for a window that does not exist for the viewer (T3), or has no work list.
 */
export async function workOf(
  db: Database,
  { reference, states }: AskedWork,
  page: PageRequest,
  viewer: Viewer,
): Promise<Page<ListedWork> & { readonly counts: WorkCounts; readonly unhealthy: readonly UnhealthyWork[] }> {
  await findWindow(db, reference, viewer);
  if (!(await hasWork(db, reference))) {
    throw new KnownError(
      'not-found',
      `${reference} has no work list: people do its work, and its state is told by GET /v1/windows/${reference}.`,
    );
  }
  const counts = await countWorkFor(db, reference, viewer);
  const unhealthy = await unhealthyWork(db, reference, viewer, MOST_NAMED);
  return { ...(await listWork(db, { reference, states, ...page }, viewer)), counts, unhealthy };
}
