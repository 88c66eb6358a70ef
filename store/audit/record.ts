import { sql } from 'kysely';
import type { Occasion } from '../../domain/audit/doors';
import { sourceOf, type AuditEvent } from '../../domain/audit/events';
import type { Database, Transacting } from '../database/database';
import { oneLine, toJson } from '../database/json';
import { inTransaction } from '../database/transaction';

/** As long as a name on record (characters). */
const LONGEST = 200;

/** Writes into the audit log what is done in this transaction, and who does it by which door (T2). */
export async function noteInAudit(
  tx: Transacting,
  { acting, at }: Occasion,
  events: AuditEvent | readonly AuditEvent[] | undefined,
): Promise<void> {
  const all = [events ?? []].flat() as readonly AuditEvent[];
  if (all.length === 0) return;
  const rows = all.map(({ type, subject, organizationId = null, reference = null, detail = {} }) => ({
    ...{ kind: sourceOf(type), type, subject, organization_id: organizationId, window_reference: reference, detail },
  }));
  const line = (words: string | undefined) => (words === undefined ? null : oneLine(words, LONGEST));
  await sql`
    insert into audit_events
      (at, kind, type, subject, organization_id, window_reference, detail, by, door, on_behalf_of, credential, request, issued_by)
    select ${new Date(at)}, e.kind, e.type, e.subject, e.organization_id, e.window_reference, e.detail, ${oneLine(acting.by, LONGEST)},
      ${acting.door}, ${line(acting.onBehalfOf)}, ${line(acting.credential)}, ${line(acting.request)}, ${line(acting.issuedBy)}
    from jsonb_to_recordset(${toJson(rows)}::jsonb)
      as e (kind text, type text, subject text, organization_id text, window_reference text, detail jsonb)
  `.execute(tx);
}

/**
 * Does something and puts it on record, both or neither. `events` says what was done, as the change answered it; nothing for a change that
 * changed nothing.
 */
export function onRecord<T>(
  db: Database | Transacting,
  occasion: Occasion,
  change: (tx: Transacting) => Promise<T>,
  events: (done: T) => AuditEvent | readonly AuditEvent[] | undefined,
): Promise<T> {
  return inTransaction(db, async (tx) => {
    const done = await change(tx);
    await noteInAudit(tx, occasion, events(done));
    return done;
  });
}
