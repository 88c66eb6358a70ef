import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import type { PlacedBy, WriterKnownBy } from '../../domain/delivery/written-message';
import { decodeCursor, limitOf, numberKey, pageOf, type Page, type PageRequest } from '../database/cursor';
import type { Database } from '../database/database';

/** A message as staff read it. Instants are UTC ms. */
export interface MessageOnRecord {
  readonly id: number;
  /** null: it could not be assigned to a window. */
  readonly reference: string | null;
  readonly placedBy: PlacedBy | null;
  readonly organizationId: string | null;
  readonly writerKnownBy: WriterKnownBy | null;
  /** Empty when the mail names no sender, or several. */
  readonly from: string;
  readonly isVerified: boolean | null;
  readonly subject: string;
  readonly text: string;
  readonly isCut: boolean;
  readonly answer: AcknowledgementAnswer | null;
  /** Why its calendar answer is not an acknowledgement. */
  readonly reason: string | null;
  /** Size of the whole mail in bytes. */
  readonly size: number;
  readonly receivedAt: number;
  readonly forwardedAt: number | null;
}

/**
 * The messages of a window, or with null those that could not be assigned; oldest first. For staff only, because they name
 * people (T3).
 */
export async function listMessages(
  db: Database,
  reference: string | null,
  request: PageRequest,
): Promise<Page<MessageOnRecord>> {
  const limit = limitOf(request);
  let query = db
    .selectFrom('window_messages')
    .selectAll()
    .where('window_reference', reference === null ? 'is' : '=', reference)
    .orderBy('id')
    .limit(limit + 1);
  if (request.cursor !== undefined) query = query.where('id', '>', decodeCursor(request.cursor, numberKey)[0]);
  return pageOf(
    await query.execute(),
    limit,
    (row) => [row.id],
    (row) => ({
      ...{ id: row.id, reference: row.window_reference, placedBy: row.placed_by },
      ...{ organizationId: row.organization_id, writerKnownBy: row.writer_known_by },
      ...{ from: row.sender, isVerified: row.verified, subject: row.subject, text: row.body, isCut: row.cut },
      ...{ answer: row.answer, reason: row.reason, size: row.size },
      receivedAt: row.received_at.getTime(),
      forwardedAt: row.forwarded_at?.getTime() ?? null,
    }),
  );
}
