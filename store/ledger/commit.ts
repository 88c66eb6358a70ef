import { sql } from 'kysely';
import type { LedgerStep, NoticeKey, SettledDelivery } from '../../activities/ports/ledger';
import type { Database } from '../database/database';
import { oneLine } from '../database/json';
import { isNotice } from './key';
import type { KeptWords } from './notice-texts';
import { refusalIn } from './refusals';

/** The stored length of a server's reply (characters). */
const REPLY_MAX = 500;

/**
 * One commit of a fan-out in one statement: stores outcomes of finished sends and claims the next deliveries.
 *
 * An outcome is stored only while `claim` still holds the row, so an attempt that lost the row to another changes nothing (N8).
 * A first `uncertain` outcome returns the delivery to the queue, to be sent once more with the same Message-ID; a second one is
 * final. `pending` does not count as an attempt.
 *
 * A row is claimed only while the notice has the window's revision (N9). The window's row is locked for share, so a revision
 * being recorded at that moment is waited for and then seen. When two attempts want a row, one gets it. A row this claim
 * already holds stays claimed, so a commit whose answer was lost can be repeated.
 *
 * Each goes on the wire with the texts that are kept of it (T1): of the last time, where it was tried before.
 *
 * It runs thousands of times in a fan-out, so its plan is kept (store/database/prepared.ts): planning would cost more than
 * running.
 */
export async function commitStep(
  db: Database,
  key: NoticeKey,
  claim: string,
  { settled, taken }: LedgerStep,
  kept?: KeptWords,
): Promise<number[]> {
  if (taken.length === 0) {
    if (settled.length > 0)
      await sql`/* prepared: ledger-settle */ with ${written(claim, settled)} select 1`.execute(db);
    return [];
  }
  const { rows } = await sql<{ id: number }>`/* prepared: ledger-commit */
    with current as materialized (
      select n.id from notices n join windows w on w.reference = n.window_reference
      where ${isNotice(key)} and n.state in ('under-way', 'waiting') and n.revision = w.revision
      for share of w
    ),
    ${written(claim, settled)},
    taken as (
      update deliveries d
      set state = 'sending', claim = ${claim}::uuid, attempts = d.attempts + (d.state <> 'sending')::integer,
        next_attempt_at = null, updated_at = now(), subject_text = t.subject, body_text = t.body
      from unnest(${taken}::bigint[], ${taken.map((id) => kept?.get(id)?.subject ?? null)}::bigint[],
          ${taken.map((id) => kept?.get(id)?.body ?? null)}::bigint[]) as t(id, subject, body)
      where d.id = t.id and d.notice_id = (select id from current)
        and (d.state in ('pending', 'deferred') or d.state = 'sending' and d.claim = ${claim}::uuid)
      returning d.id
    )
    select id from taken
  `.execute(db);
  return rows.map(({ id }) => id);
}

function written(claim: string, settled: readonly SettledDelivery[]) {
  const ids = settled.map(({ id }) => id);
  const states = settled.map(({ outcome }) => outcome.state);
  const replies = settled.map(({ outcome }) => oneLine(outcome.reply, REPLY_MAX));
  const refusals = settled.map(refusalIn);
  const retries = settled.map(({ outcome }) => (outcome.state === 'deferred' ? outcome.retryAt : null));
  return sql`
    settled as (
      update deliveries d
      set state = case when o.state = 'uncertain' and d.uncertain_sends = 0 then 'pending' else o.state end,
        uncertain_sends = d.uncertain_sends + (o.state = 'uncertain')::integer,
        attempts = d.attempts - (o.state = 'pending')::integer,
        refused_about = o.about, refused_listed = o.listed, refused_shape = o.shape,
        reply = o.reply, next_attempt_at = o.retry_at, claim = null, updated_at = now(),
        accepted_at = case o.state when 'accepted' then now() end
      from unnest(${ids}::bigint[], ${states}::text[], ${replies}::text[], ${retries}::timestamptz[],
          ${refusals.map((kept) => kept?.about ?? null)}::text[], ${refusals.map((kept) => kept?.isListed ?? null)}::boolean[],
          ${refusals.map((kept) => kept?.shape ?? null)}::text[])
        as o(id, state, reply, retry_at, about, listed, shape)
      where d.id = o.id and d.claim = ${claim}::uuid and d.state = 'sending'
    )`;
}
