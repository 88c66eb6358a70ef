import { sql, type RawBuilder } from 'kysely';
import type { DeliveryChannel } from '../../domain/delivery/delivery';
import type { NoticeKind } from '../../domain/notices/notices';
import { readableAddress } from '../../domain/delivery/address-form';
import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';
import { containing } from '../database/like';
import type { DeliveryState, NOTICE_STATES } from '../database/tables/notices';
import { organizationsOf, type Viewer } from '../windows/viewer';
import { untoldCounts } from './untold';
import { isNoPage } from './page-organizations';

/** A notice and its deliveries' states. Instants are UTC ms. */
export interface NoticeSummary {
  readonly slug: string;
  readonly kind: NoticeKind;
  readonly revision: number;
  readonly begunAt: number;
  readonly state: (typeof NOTICE_STATES)[number];
  readonly organizations: number;
  readonly recipients: number;
  /** Organizations that nobody could be told for, and those that asked not to be mailed (N13). */
  readonly untold: number;
  readonly optedOut: number;
  /** The number of deliveries in each state, zero included. */
  readonly deliveries: Readonly<Record<DeliveryState, number>>;
}

interface NoticeSummaryRow extends Omit<NoticeSummary, 'begunAt' | 'deliveries'>, Record<DeliveryState, number> {
  readonly begun_at: Date;
}

/** The window's notices in the order they were begun. A customer sees those it was part of, with counts of its own deliveries. */
export async function listNotices(db: Database, reference: string, viewer: Viewer): Promise<NoticeSummary[]> {
  const ids = organizationsOf(viewer);
  const isOwn = (column: string) => sql`(${ids}::text[] is null or ${sql.ref(column)} = any (${ids}::text[]))`;
  const { rows } = await sql<NoticeSummaryRow>`
    select n.slug, n.kind, n.revision, n.begun_at, n.state, o.organizations, u.*, d.*
    from notices n
      cross join lateral (
        select count(*) as organizations from notice_organizations s
        where s.notice_id = n.id and ${isNoPage(sql`s.organization_id`)}
          and ${isOwn('s.organization_id')}
      ) o
      cross join lateral (${untoldCounts(sql`n.id`)} and ${isOwn('u.organization_id')}) u
      cross join lateral (
        select count(*) as recipients,
          count(*) filter (where state = 'pending') as pending,
          count(*) filter (where state = 'sending') as sending,
          count(*) filter (where state = 'accepted') as accepted,
          count(*) filter (where state = 'deferred') as deferred,
          count(*) filter (where state = 'failed') as failed,
          count(*) filter (where state = 'uncertain') as uncertain,
          count(*) filter (where state = 'superseded') as superseded,
          count(*) filter (where state = 'suppressed') as suppressed
        from deliveries
        where notice_id = n.id and ${isOwn('deliveries.organization_id')}
      ) d
    where n.window_reference = ${reference} and (${ids}::text[] is null or o.organizations + u.untold + u."optedOut" > 0)
    order by n.sequence
  `.execute(db);
  return rows.map(
    ({ begun_at, slug, kind, revision, state, organizations, recipients, untold, optedOut, ...deliveries }) => ({
      slug,
      kind,
      revision,
      begunAt: begun_at.getTime(),
      state,
      organizations,
      recipients,
      untold,
      optedOut,
      deliveries,
    }),
  );
}

/** One row of the ledger. Instants are UTC ms. */
export interface DeliveryDetail {
  readonly id: number;
  readonly notice: { readonly slug: string; readonly revision: number };
  readonly organizationId: string;
  /** `contact:<id>` or `organization:<id>`. */
  readonly recipient: string;
  readonly channel: DeliveryChannel;
  readonly address: string;
  readonly name: string;
  readonly messageId: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly uncertainSends: number;
  /** The mail server's reply, or our own reason when there is none. */
  readonly reply: string | null;
  readonly nextAttemptAt: number | null;
  readonly updatedAt: number;
}

/** Selects deliveries of a window, and a page of them. */
export interface DeliveriesRequest extends PageRequest {
  readonly state?: DeliveryState | undefined;
  readonly slug?: string | undefined;
  readonly revision?: number | undefined;
  /** Part of the recipient's address or name, or of the organization's id or name, whatever its case. */
  readonly q?: string | undefined;
}

/** The window's deliveries, oldest first; a customer sees its own. Throws KnownError for a cursor that no list returned. */
export async function listDeliveries(
  db: Database,
  reference: string,
  request: DeliveriesRequest,
  viewer: Viewer,
): Promise<Page<DeliveryDetail>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('deliveries')
    .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
    .where('notices.window_reference', '=', reference)
    .selectAll('deliveries')
    .select(['notices.slug', 'notices.revision'])
    .orderBy('deliveries.id')
    .limit(limit + 1);
  const ids = organizationsOf(viewer);
  if (ids) query = query.where('deliveries.organization_id', 'in', ids);
  if (request.state !== undefined) query = query.where('deliveries.state', '=', request.state);
  if (request.slug !== undefined) query = query.where('notices.slug', '=', request.slug);
  if (request.revision !== undefined) query = query.where('notices.revision', '=', request.revision);
  if (request.q !== undefined) query = query.where(isLike(request.q));
  if (request.cursor !== undefined) {
    const [id] = decodeCursor(request.cursor, numberKey);
    query = query.where('deliveries.id', '>', id);
  }
  const rows = await query.execute();
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({
      id: row.id,
      notice: { slug: row.slug, revision: row.revision },
      organizationId: row.organization_id,
      recipient: row.recipient,
      channel: row.channel,
      address: readableAddress(row.address),
      name: row.name,
      messageId: row.message_id,
      state: row.state,
      attempts: row.attempts,
      uncertainSends: row.uncertain_sends,
      reply: row.reply,
      nextAttemptAt: row.next_attempt_at?.getTime() ?? null,
      updatedAt: row.updated_at.getTime(),
    }),
  );
}

function isLike(q: string): RawBuilder<boolean> {
  const part = containing(q);
  return sql<boolean>`(
    deliveries.address ilike ${part} or deliveries.name ilike ${part} or deliveries.organization_id ilike ${part}
    or deliveries.organization_id in (select id from organizations where name ilike ${part})
  )`;
}
