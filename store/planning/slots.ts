import { sql } from 'kysely';
import { nightsOf } from '../../domain/planning/conflicts';
import { DONE } from '../../domain/window/commands/verdict';
import type { Slot, WindowSpec, WindowState } from '../../domain/window/types';
import type { Database, Transacting } from '../database/database';
import { toJson } from '../database/json';

/** The nights reserved by windows (L9). */

type Plan = Pick<WindowSpec, 'slot' | 'alternate' | 'scope' | 'impact'>;

/** How long a night is reserved while its window is being opened (ms): longer than any request lasts. */
const HELD_MS = 10 * 60_000;

/** One check at a time until the transaction ends: of two conflicting plans the second sees the first. */
export async function lockPlanning(trx: Transacting): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('forewarn.planning'))`.execute(trx);
}

/** Reserves the nights of a window: permanently, or for HELD_MS from `now` (UTC ms) while it is being opened. */
export async function writeSlots(
  trx: Transacting,
  reference: string,
  plan: Plan,
  { heldAt }: { heldAt?: number } = {},
): Promise<void> {
  const nights = nightsOf(plan);
  await sql`delete from window_slots where window_reference = ${reference} and place >= ${nights.length}`.execute(trx);
  for (const [place, night] of nights.entries()) {
    // a comparison may restore the same window's record at the same moment (T7)
    await sql`
      insert into window_slots (window_reference, place, during, scope, impact, held_until)
      values (${reference}, ${place}, ${range(night)}, ${toJson(plan.scope)}::jsonb, ${plan.impact.level},
        ${heldAt === undefined ? null : new Date(heldAt + HELD_MS)})
      on conflict (window_reference, place) do update set
        during = excluded.during, scope = excluded.scope, impact = excluded.impact, held_until = excluded.held_until
    `.execute(trx);
  }
}

/** Releases the nights. */
export async function freeSlots(db: Transacting | Database, reference: string): Promise<void> {
  await sql`delete from window_slots where window_reference = ${reference}`.execute(db);
}

/** Writes the nights of the window's state: none once the work is over or cancelled. */
export async function keepSlots(trx: Transacting, state: WindowState): Promise<void> {
  if (state.phase === 'cancelled' || DONE.includes(state.phase)) await freeSlots(trx, state.reference);
  else await writeSlots(trx, state.reference, state.spec);
}

export function range({ startsAt, endsAt }: Slot) {
  return sql`tstzrange(${new Date(startsAt)}::timestamptz, ${new Date(endsAt)}::timestamptz)`;
}
