import { sql, type RawBuilder } from 'kysely';
import type { MovableWindow, MoveState } from '../../domain/work/move';
import type { Phase, Slot, WindowSpec } from '../../domain/window/types';
import type { Database } from '../database/database';
import { oneLine, toJson } from '../database/json';
import type { Covered } from './conditions';
import { changesUntil } from './objections';

/** Customers' moves of resources from one window to another (S8), each on record before anything is done for it. */

/** The window, and every one that it offers or that offers it; `from` undefined when it is not on record. */
export async function movableWindows(
  db: Database,
  reference: string,
): Promise<{ readonly from: MovableWindow | undefined; readonly others: readonly MovableWindow[] }> {
  const { rows } = await sql<{ reference: string; phase: Phase; spec: WindowSpec; locks_at: Date; moved_in: number }>`
    select windows.reference, windows.phase, windows.view->'spec' as spec, ${changesUntil} as locks_at, windows.moved_in
    from windows left join work_plans p on p.window_reference = windows.reference
    where windows.reference = ${reference}
      or windows.reference in (
        select jsonb_array_elements_text(o.view->'spec'->'alternatives') from windows o where o.reference = ${reference}
      )
      or windows.view->'spec'->'alternatives' @> ${toJson([reference])}::jsonb
  `.execute(db);
  const all = rows.map(({ locks_at: locksAt, moved_in: movedIn, ...row }) => ({
    ...row,
    locksAt: locksAt.getTime(),
    movedIn,
  }));
  return {
    from: all.find((window) => window.reference === reference),
    others: all.filter((window) => window.reference !== reference),
  };
}

/** A move to record. */
export interface NewMove {
  readonly from: string;
  readonly to: string;
  readonly resources: readonly string[];
  readonly organizationId: string;
  /** On record (T5). */
  readonly who: string;
  /** UTC ms. */
  readonly now: number;
}

class Taken extends Error {}

/**
 * Takes the places in the other window and puts the move on record; its number. Of two customers who want the last place exactly one
 * gets it: one conditional statement takes it. Undefined, and nothing taken, when there is no room (any more) or one of the resources is
 * being moved already.
 */
export async function recordMove(db: Database, move: NewMove): Promise<number | undefined> {
  const { from, to, resources, organizationId, who, now } = move;
  const at = new Date(now);
  try {
    return await db.transaction().execute(async (trx) => {
      const { rows: places } = await sql`
        update windows set moved_in = moved_in + ${resources.length}::integer
        where reference = ${to} and phase = 'announced'
          and moved_in + ${resources.length}::integer <= coalesce((view->'spec'->>'capacity')::integer, 0)
        returning reference
      `.execute(trx);
      if (places.length === 0) throw new Taken();
      const { rows } = await sql<{ number: number }>`
        with next as materialized (select nextval('move_numbers') as number)
        insert into moves (number, resource_id, organization_id, from_reference, to_reference, state, who, asked_at, changed_at)
        select next.number, r.id, ${organizationId}, ${from}, ${to}, 'asked', ${oneLine(who, 200)}, ${at}, ${at}
        from next cross join unnest(${[...resources]}::text[]) r(id) order by r.id
        on conflict do nothing
        returning number
      `.execute(trx);
      if (rows.length < resources.length) throw new Taken();
      return rows[0]?.number;
    });
  } catch (error) {
    if (error instanceof Taken) return undefined;
    throw error;
  }
}

/** A move on record. */
export interface MoveOnRecord {
  readonly number: number;
  readonly from: string;
  readonly to: string;
  readonly resources: readonly string[];
  readonly state: MoveState;
  readonly who: string;
  readonly organizationId: string;
  /** The night that they leave. */
  readonly slot: Slot;
}

const columns = sql`m.number, m.from_reference as "from", m.to_reference as "to", m.state, m.who, m.organization_id as "organizationId",
  array_agg(m.resource_id order by m.resource_id) as resources, w.view->'spec'->'slot' as slot`;

const groups = sql`group by m.number, m.from_reference, m.to_reference, m.state, m.who, m.organization_id, w.view->'spec'->'slot' order by m.number`;

async function movesWhere(db: Database, condition: RawBuilder<boolean>): Promise<MoveOnRecord[]> {
  const { rows } = await sql<MoveOnRecord>`
    select ${columns} from moves m join windows w on w.reference = m.from_reference where ${condition} ${groups}
  `.execute(db);
  return rows;
}

export async function findMove(db: Database, number: number): Promise<MoveOnRecord | undefined> {
  return (await movesWhere(db, sql<boolean>`m.number = ${number}`))[0];
}

/** Of what the token covers: moves from the one window to the other that are under way, or done and still in force; of `resources` where given. */
export async function earlierMoves(
  db: Database,
  { from, to, covered }: Pick<NewMove, 'from' | 'to'> & { readonly covered: Covered },
  resources?: readonly string[],
): Promise<MoveOnRecord[]> {
  return movesWhere(
    db,
    sql<boolean>`(
      m.from_reference = ${from} and m.to_reference = ${to} and m.organization_id = ${covered.organizationId}
      and exists (
        select from resources r where r.id = m.resource_id and r.organization_id = m.organization_id
          and (${covered.environments === null}::boolean or r.environment_id = any (${[...(covered.environments ?? [])]}::text[]))
      )
      and m.state in ('asked', 'joined', 'done') and (${resources === undefined}::boolean or m.resource_id = any (${[...(resources ?? [])]}::text[]))
    )`,
  );
}

/** Moves that have not come to their end, and that nobody has carried on since `before` (UTC ms); what waits longest first. */
export async function openMoves(db: Database, before: number, limit: number): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select number from moves where state in ('asked', 'joined') and changed_at <= ${new Date(before)}
    group by number order by min(changed_at), number limit ${limit}
  `.execute(db);
  return rows.map(({ number }) => number);
}

/** The other window has the resources. */
export async function noteJoined(db: Database, number: number, now: number): Promise<void> {
  await sql`update moves set state = 'joined', changed_at = ${new Date(now)} where number = ${number} and state = 'asked'`.execute(
    db,
  );
}

/**
 * The window they come from has them no longer; whatever brought them there is over, and its places are free. Mail about that window
 * that has not left yet is not sent to a customer who has nothing left in it.
 */
export async function noteDone(db: Database, number: number, now: number): Promise<void> {
  await sql`
    update deliveries d set state = 'superseded', next_attempt_at = null, updated_at = now(),
      reply = 'moved to another window' || coalesce('; before: ' || d.reply, '')
    from notices n, (select distinct organization_id, from_reference from moves where number = ${number} and state = 'joined') m
    where n.window_reference = m.from_reference and d.notice_id = n.id and d.organization_id = m.organization_id
      and d.state in ('pending', 'deferred')
      and not exists (
        select from window_organizations o
        where o.window_reference = m.from_reference and o.organization_id = m.organization_id
      )
  `.execute(db);
  await sql`
    with ended as (
      update moves set state = 'done', changed_at = ${new Date(now)} where number = ${number} and state = 'joined'
      returning resource_id, from_reference
    ),
    before as (
      update moves m set state = 'moved-on', changed_at = ${new Date(now)} from ended e
      where m.resource_id = e.resource_id and m.to_reference = e.from_reference and m.state = 'done'
      returning m.to_reference
    )
    update windows w set moved_in = w.moved_in - b.count
    from (select to_reference, count(*)::integer as count from before group by 1) b where w.reference = b.to_reference
  `.execute(db);
}

/** The other window did not take them: its places are free again. True once. */
export async function noteRefused(db: Database, number: number, now: number): Promise<boolean> {
  const { rows } = await sql`
    with ended as (
      update moves set state = 'refused', changed_at = ${new Date(now)} where number = ${number} and state = 'asked'
      returning to_reference
    )
    update windows w set moved_in = w.moved_in - b.count
    from (select to_reference, count(*)::integer as count from ended group by 1) b where w.reference = b.to_reference
    returning w.reference
  `.execute(db);
  return rows.length > 0;
}

/** One that could not be carried on lets others go first. */
export async function noteTried(db: Database, number: number, now: number): Promise<void> {
  await sql`update moves set changed_at = ${new Date(now)} where number = ${number} and state in ('asked', 'joined')`.execute(
    db,
  );
}

/** Of these resources those whose work in the window is not due: somebody has begun it, or it is done. */
export async function begunIn(db: Database, reference: string, resources: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select resource_id as id from work
    where window_reference = ${reference} and resource_id = any (${[...resources]}::text[]) and state not in ('due', 'skipped')
    order by resource_id
  `.execute(db);
  return rows.map(({ id }) => id);
}
