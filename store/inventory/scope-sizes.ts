import { sql } from 'kysely';
import type { Scope } from '../../domain/planning/scope';
import { WORK_PLAN_BOUNDS, type ResourcesByGroup } from '../../domain/work/plan';
import type { Database } from '../database/database';
import { affectedResources } from './audience';

/** What work on a scope is planned by. */
export interface ScopeSizes {
  /** Of the redundancy groups more than any batch can take, where there are so many. */
  readonly byGroup: ResourcesByGroup;
  /** In alphabetical order. */
  readonly kinds: readonly string[];
}

/** With more groups than the largest batch, every batch can take each of its resources from another group. */
const MOST_GROUPS = WORK_PLAN_BOUNDS.batch[1] + 1;

/** Counts the resources of a scope by redundancy group, and names their kinds; one statement. */
export async function scopeSizes(db: Database, scope: Scope): Promise<ScopeSizes> {
  const { rows } = await sql<{ kind: string | null; redundancy_group: string | null; count: number }>`
    with ${affectedResources(scope)},
    groups as (
      select redundancy_group, count(*) as count from affected
      group by redundancy_group order by redundancy_group collate "C" nulls first limit ${MOST_GROUPS}
    )
    select null as kind, redundancy_group, count from groups
    union all select distinct kind, null, 0 from affected
    order by kind, redundancy_group
  `.execute(db);
  const groups = rows.filter(({ kind }) => kind === null);
  return {
    byGroup: new Map(groups.map(({ redundancy_group, count }) => [redundancy_group ?? undefined, count])),
    kinds: rows.flatMap(({ kind }) => kind ?? []),
  };
}
