import { sql } from 'kysely';
import type { CheckedRecord, Difference, WindowRecords } from '../../activities/ports/reconciling';
import type { WindowState } from '../../domain/window/types';
import { evolve } from '../../domain/window/evolve/evolve';
import type { Database } from '../database/database';
import type { MessageIds } from '../ledger/prepare-notice';
import { readRecordedEvents } from '../windows/recorded-events';
import { keepCounter } from '../windows/references';
import { adoptState, adoptStep } from '../windows/timeline';
import { assumeTold } from './assume-told';

/** A cancelled window is fully undone within this time, or nobody is working on it any more. */
const UNDONE_WITHIN = '30 days';

/** The windows' records, for the comparison with their workflows (T7). */
export function createWindowRecords(db: Database, ids: MessageIds): WindowRecords {
  const records = () =>
    db
      .selectFrom('windows')
      .leftJoin('window_checks', 'window_checks.reference', 'windows.reference')
      .select(['windows.reference', 'windows.state', 'window_checks.sequence', 'window_checks.history_length']);

  async function checked({ reference, state, sequence, history_length }: Row): Promise<CheckedRecord> {
    return {
      state: state ?? (await evolved(db, reference)),
      ...(sequence === null || history_length === null ? {} : { checked: { sequence, historyLength: history_length } }),
    };
  }

  return {
    async open() {
      const rows = await records()
        .where('phase', '<>', 'closed')
        .where(sql<boolean>`(phase <> 'cancelled' or updated_at > now() - ${UNDONE_WITHIN}::interval)`)
        .orderBy('windows.reference')
        .execute();
      return Promise.all(rows.map(checked));
    },

    async of(references) {
      if (references.length === 0) return [];
      const rows = await records().where('windows.reference', 'in', references).execute();
      return Promise.all(rows.map(checked));
    },

    async checked(reference, sequence, historyLength) {
      const row = { reference, sequence, history_length: historyLength };
      await db
        .insertInto('window_checks')
        .values(row)
        .onConflict((conflict) => conflict.column('reference').doUpdateSet(row))
        .execute();
    },

    note: (found, now) => noteDifference(db, found, now),

    async agreed(reference) {
      await db.deleteFrom('window_differences').where('reference', '=', reference).execute();
    },

    async finished(compared, now) {
      const row = { finished_at: new Date(now), compared };
      await db
        .insertInto('reconciling_passes')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async adopt(entry) {
      await keepCounter(db, entry.reference);
      await adoptStep(db, entry);
    },

    async adoptState(state) {
      await keepCounter(db, state.reference);
      await adoptState(db, state);
    },

    assumeTold: (key, as, counts) => assumeTold(db, ids, { key, as, counts }),
  };
}

interface Row {
  readonly reference: string;
  readonly state: WindowState | null;
  readonly sequence: number | null;
  readonly history_length: number | null;
}

/** The state of a window that has taken no step since states are stored. */
async function evolved(db: Database, reference: string): Promise<WindowState> {
  const events = await readRecordedEvents(db, reference);
  const state = events.reduce<WindowState | undefined>(evolve, undefined);
  if (!state) throw new Error(`${reference} is on record without an event`);
  return state;
}

/** Stores a difference; the same one as before only increases its count. */
async function noteDifference(
  db: Database,
  { reference, kind, detail }: Pick<Difference, 'reference' | 'kind' | 'detail'>,
  now: number,
): Promise<Difference> {
  const { rows } = await sql<Difference & { firstSeenAt: Date }>`
    insert into window_differences as d (reference, kind, detail, first_seen_at, last_seen_at, seen)
    values (${reference}, ${kind}, ${detail}, ${new Date(now)}, ${new Date(now)}, 1)
    on conflict (reference) do update set
      kind = excluded.kind, detail = excluded.detail, last_seen_at = excluded.last_seen_at,
      first_seen_at = case when d.kind = excluded.kind then d.first_seen_at else excluded.first_seen_at end,
      seen = case when d.kind = excluded.kind then d.seen + 1 else 1 end
    returning reference, kind, detail, seen, first_seen_at as "firstSeenAt"
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an upsert answers its row');
  const { firstSeenAt, ...difference } = row;
  return { ...difference, since: firstSeenAt.getTime() };
}
