import { sql } from 'kysely';
import { z } from 'zod';
import type { UntoldReason } from '../../domain/notices/untold';
import { decodeCursor, limitOf, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { containing } from '../database/like';
import { organizationsOf, type Viewer } from '../windows/viewer';
import { isStillUntold } from './untold';

/** An organization that a notice was owed to and that nobody could be told for (N13). */
export interface UntoldOrganization {
  readonly slug: string;
  readonly revision: number;
  readonly organizationId: string;
  /** As it was called then. */
  readonly name: string;
  readonly reason: UntoldReason;
}

interface UntoldRow extends UntoldOrganization {
  readonly noticeId: number;
}

export interface UntoldRequest extends PageRequest {
  readonly slug?: string | undefined;
  /** Part of the organization's id or name, whatever its case. */
  readonly q?: string | undefined;
}

const KEY = z.tuple([z.int(), z.string().max(500)]);

/** Whom the notices of a window have not reached in any way, the latest notice first. Throws KnownError for a cursor that no list returned. */
export async function listUntold(
  db: Database,
  reference: string,
  { slug, q, ...page }: UntoldRequest,
  viewer: Viewer,
): Promise<Page<UntoldOrganization>> {
  const limit = limitOf(page);
  const after = page.cursor === undefined ? null : decodeCursor(page.cursor, KEY);
  const ids = organizationsOf(viewer);
  const part = q === undefined ? null : containing(q);
  const { rows } = await sql<UntoldRow>`
    select n.id as "noticeId", n.slug, n.revision, u.organization_id as "organizationId",
      coalesce(u.organization->>'name', u.organization_id) as name, u.reason
    from notices n join notice_untold u on u.notice_id = n.id
    where n.window_reference = ${reference} and ${isStillUntold()}
      and (${ids}::text[] is null or u.organization_id = any (${ids}::text[]))
      and (${slug ?? null}::text is null or n.slug = ${slug ?? null}::text)
      and (${part}::text is null or u.organization_id ilike ${part}::text or u.organization->>'name' ilike ${part}::text)
      and (${after === null}::boolean or (-n.id, u.organization_id collate "C") > (${-(after?.[0] ?? 0)}::bigint, ${after?.[1] ?? ''}::text collate "C"))
    order by -n.id, u.organization_id collate "C" limit ${limit + 1}
  `.execute(db);
  return pageOf(
    rows,
    limit,
    ({ noticeId, organizationId }) => [noticeId, organizationId],
    ({ noticeId: _id, ...row }) => row,
  );
}
