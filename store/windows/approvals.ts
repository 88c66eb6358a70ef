import { sql } from 'kysely';
import { AHEAD, UNSETTLED } from '../../domain/window/commands/verdict';
import type { WindowView } from '../../domain/window/view';
import { decodeCursor, instantKey, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { mayKnow, type Viewer } from './viewer';

/** A window whose revision in force nobody has approved (L8). */
export interface WaitingWindow {
  readonly view: WindowView;
  /**
   * When the approval is due, UTC ms: the announcement's promised moment; of what customers have been told without one, since when it
   * is to be reviewed.
   */
  readonly due: number;
}

/** Phases in which the approval can still be given. */
const PHASES = [...AHEAD, ...UNSETTLED];

const REVIEW_SINCE = sql`(
  select (a->>'since')::bigint from jsonb_array_elements(windows.view->'attention') a where a->>'code' = 'review' limit 1
)`;
const DUE = sql<number>`coalesce(
  ${REVIEW_SINCE}, (windows.view->'plan'->0->>'at')::bigint, (windows.view->>'openedAt')::bigint
)`;

/** Those that wait for an approval, the soonest due first. Throws KnownError for a cursor that no list returned. */
export async function listWaiting(db: Database, request: PageRequest, viewer: Viewer): Promise<Page<WaitingWindow>> {
  const limit = limitOf(request);
  const after = request.cursor === undefined ? undefined : decodeCursor(request.cursor, instantKey);
  const conditions = [
    sql<boolean>`windows.phase = any (${PHASES}::text[])`,
    sql<boolean>`jsonb_typeof(windows.view->'approval') = 'object'`,
    sql<boolean>`(windows.view->'approval'->>'approvedRevision')::integer <> windows.revision`,
    ...[mayKnow(viewer)].filter((known) => known !== undefined),
  ];
  const { rows } = await sql<{ reference: string; due: string; view: WindowView }>`
    select * from (
      select windows.reference, ${DUE} as due, windows.view from windows where ${sql.join(conditions, sql` and `)}
    ) waiting
    ${after ? sql`where (due, reference) > (${after[0]}::bigint, ${after[1]})` : sql``}
    order by due, reference limit ${limit + 1}
  `.execute(db);
  return pageOf(
    rows,
    limit,
    ({ due, reference }) => [Number(due), reference],
    ({ view, due }) => ({ view, due: Number(due) }),
  );
}
