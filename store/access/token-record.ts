import type { Occasion } from '../../domain/audit/doors';
import type { AuditEvent } from '../../domain/audit/events';
import { noteInAudit } from '../audit/record';
import type { Database, Transacting } from '../database/database';
import { inTransaction } from '../database/transaction';
import { withMadeWith } from './tokens';

/** What the audit log says of a new token besides its row. */
export const issued = (id: string): AuditEvent => ({ type: 'token-issued', subject: id });

/** Ends tokens by `end`, which answers the ids of those that it ended; they and what was made with them are on record (T2). */
export function endOnRecord<T extends readonly string[] | undefined>(
  db: Database | Transacting,
  occasion: Occasion,
  end: (tx: Transacting) => Promise<T>,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const ids = await end(tx);
    if (ids && ids.length > 0) {
      const all = await withMadeWith(tx, ids);
      await noteInAudit(
        tx,
        occasion,
        all.map((id) => ({ type: 'token-ended', subject: id }) as const),
      );
    }
    return ids;
  });
}
