import type { Database } from '../../store/database/database';
import type { RecordingSmtp } from './recording-smtp';

/** A delivery in the ledger. */
export interface LedgerRow {
  readonly notice: string;
  readonly organization: string;
  readonly recipient: string;
  readonly address: string;
  readonly messageId: string;
  readonly state: string;
  readonly attempts: number;
  readonly uncertainSends: number;
  readonly reply: string | null;
}

/** Every delivery of the window's notices; `notice` is like `announcement.r1`. */
export async function ledgerOf(db: Database, reference: string): Promise<LedgerRow[]> {
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('notices as n', 'n.id', 'd.notice_id')
    .select(['n.slug', 'n.revision', 'd.organization_id', 'd.recipient', 'd.address', 'd.message_id', 'd.state'])
    .select(['d.attempts', 'd.uncertain_sends', 'd.reply'])
    .where('n.window_reference', '=', reference)
    .orderBy('d.id')
    .execute();
  return rows.map((row) => ({
    notice: `${row.slug}.r${String(row.revision)}`,
    organization: row.organization_id,
    recipient: row.recipient,
    address: row.address,
    messageId: row.message_id,
    state: row.state,
    attempts: row.attempts,
    uncertainSends: row.uncertain_sends,
    reply: row.reply,
  }));
}

/** What the mail server has of these deliveries: the two figures by which every fault is measured (N8). */
export interface Reckoning {
  /** Deliveries of which the server accepted no copy. */
  readonly lost: number;
  /** Copies beyond the first. */
  readonly repeated: number;
}

export function reckon(rows: readonly LedgerRow[], smtp: Pick<RecordingSmtp, 'accepted'>): Reckoning {
  const copies = new Map<string, number>();
  for (const { messageId } of smtp.accepted) copies.set(messageId, (copies.get(messageId) ?? 0) + 1);
  let lost = 0;
  let repeated = 0;
  for (const { messageId } of rows) {
    const count = copies.get(messageId) ?? 0;
    if (count === 0) lost++;
    else repeated += count - 1;
  }
  return { lost, repeated };
}

/** How many deliveries are in each state, and how many sends nobody knows the outcome of. */
export async function deliveryStates(db: Database, reference: string): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('deliveries as d')
    .innerJoin('notices as n', 'n.id', 'd.notice_id')
    .select(['d.state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('n.window_reference', '=', reference)
    .groupBy('d.state')
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
