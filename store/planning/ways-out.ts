import { sql } from 'kysely';
import {
  conflictRefusal,
  refusing,
  takesOneAtATime,
  type Conflict,
  type WaysOut,
} from '../../domain/planning/conflicts';
import { MOST_IDS } from '../../domain/planning/scope';
import type { Refusal } from '../../domain/shared/errors';
import { checkStart } from '../../domain/window/plan-rules';
import type { WindowSpec } from '../../domain/window/types';
import type { Transacting } from '../database/database';
import { collisions, cutsOff, findConflicts, type Looked } from './conflicts';
import { matches } from './scope-match';

/** Later starts tried before none is offered; each costs one look at all plans of that time. */
const TRIES = 5;

/**
 * The refusal of a plan that collides (L9), with ways out that were tried: each would be taken now. Undefined where it goes
 * ahead. `conflicts` are those that were found for it.
 */
export async function judgeConflicts(
  trx: Transacting,
  looked: Looked,
  conflicts: readonly Conflict[],
  judged: Omit<Parameters<typeof refusing>[1], 'reference'>,
): Promise<Refusal<'conflict'> | undefined> {
  const plan = { ...judged, reference: looked.reference };
  const blocking = refusing(conflicts, plan);
  return blocking.length === 0 ? undefined : conflictRefusal(blocking, plan, await waysOut(trx, looked, blocking));
}

async function waysOut(trx: Transacting, plan: Looked, blocking: readonly Conflict[]): Promise<WaysOut> {
  return { startAt: await freeStart(trx, plan, blocking), nights: await split(trx, plan) };
}

/** A start at which the plan collides with nothing; what it collides with by itself no date changes. */
async function freeStart(trx: Transacting, plan: Looked, blocking: readonly Conflict[]): Promise<number | undefined> {
  let found = blocking;
  for (let tried = 0; tried < TRIES; tried++) {
    if (found.some(({ kind, other }) => other === plan.reference && kind !== 'hours')) return undefined;
    const startAt = Math.max(...found.map(({ freeAt }) => freeAt));
    // nothing fits into the hours
    if (startAt <= plan.spec.slot.startsAt) return undefined;
    const spec = movedTo(plan.spec, startAt);
    if (checkStart(spec.slot, plan.now, 'slots.0.start')) return undefined;
    found = (await findConflicts(trx, { ...plan, spec })).filter(({ isBlocking }) => isBlocking);
    if (found.length === 0) return startAt;
  }
  return undefined;
}

/** Both nights so much later. */
function movedTo(spec: WindowSpec, startAt: number): WindowSpec {
  const by = startAt - spec.slot.startsAt;
  const later = ({ startsAt, endsAt }: WindowSpec['slot']) => ({ startsAt: startsAt + by, endsAt: endsAt + by });
  const { alternate } = spec;
  return {
    ...spec,
    slot: later(spec.slot),
    ...(alternate ? { alternate: { slot: later(alternate.slot), decideBy: alternate.decideBy + by } } : {}),
  };
}

/** What collides, by the night it may go to; empty where that is everything. */
async function split(trx: Transacting, plan: Looked): Promise<string[][]> {
  const { spec } = plan;
  const { rows } = await sql<{ id: string; night: number; all: number }>`
    with ${collisions(plan)},
    taken_by_others as (
      select r.id, r.redundancy_group from at_once o join hit r on ${matches(sql`o.scope`, sql`r`)}
      union
      select r.id, r.redundancy_group from at_once o join partners r on ${matches(sql`o.scope`, sql`r`)}
    ),
    hit_by_others as (
      select id from affected where id in (select id from taken_by_others)
      union
      -- where the other takes one member of a group, none of its members can stay
      select id from affected where redundancy_group in (select redundancy_group from taken_by_others)
      union
      select id from affected where organization_id in (select organization_id from near where is_promised)
      union
      select a.id from blackouts b join mine m on m.during && b.during
        join affected a on b.organization_id is null or b.organization_id = a.organization_id
    ),
    judged as (
      select id, id in (select id from hit_by_others) as is_hit,
        case when ${cutsOff(spec) && !takesOneAtATime(spec)}::boolean then coalesce(redundancy_group, id) else id end as together
      from affected
    ),
    -- no two of a group in one night; of a group that others leave alone the first one stays
    placed as (
      select id, row_number() over (partition by together order by is_hit, id)
        - case when bool_and(is_hit) over (partition by together) then 0 else 1 end as night
      from judged
    )
    select id, night::integer as night, (select count(*)::integer from affected) as all
    from placed where night > 0 order by id limit ${MOST_IDS + 1}::integer
  `.execute(trx);
  // nobody names more than a scope can hold
  if (rows.length > MOST_IDS || rows.length === (rows[0]?.all ?? 0)) return [];
  const nights: string[][] = [];
  for (const { id, night } of rows) (nights[night - 1] ??= []).push(id);
  return nights.filter((ids) => ids.length > 0);
}
