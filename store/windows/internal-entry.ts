import { sql } from 'kysely';
import type { AffectedCustomer, InternalEntry } from '../../activities/ports/channel-records';
import type { WindowView } from '../../domain/window/view';
import { affectedResources, resolvedCandidates } from '../inventory/audience';
import { untoldOrganizations } from '../inventory/untold';
import type { Database } from '../database/database';
import { readRecordedEvents } from './recorded-events';

/** Undefined when there is no such window; private ones are included. */
export async function readInternalEntry(db: Database, reference: string): Promise<InternalEntry | undefined> {
  const row = await db.selectFrom('windows').where('reference', '=', reference).select('view').executeTakeFirst();
  if (!row) return undefined;
  const { view } = row;
  // a step recorded meanwhile is left to the next read
  const events = await readRecordedEvents(db, reference, sql<boolean>`sequence <= ${view.sequence}`);
  const { rows } = await sql<{ customers: number; resources: number }>`
    with ${affectedResources(view.spec.scope)}
    select count(distinct organization_id)::integer as customers, count(*)::integer as resources from affected
  `.execute(db);
  const { rows: waiting } = await sql<InternalEntry['waiting']>`
    select (count(*) filter (where kind = 'objection'))::integer as objections,
      (count(*) filter (where kind = 'answer-message'))::integer as messages
    from staff_tasks where window_reference = ${reference} and done_at is null
  `.execute(db);
  return {
    view,
    events,
    waiting: waiting[0] ?? { objections: 0, messages: 0 },
    customers: rows[0]?.customers ?? 0,
    resources: rows[0]?.resources ?? 0,
  };
}

/** The affected customers by name, at most `limit`, and those for whom nobody can be told (N13): names of organizations only. */
export async function readAffectedCustomers(
  db: Database,
  { spec }: Pick<WindowView, 'spec'>,
  limit: number,
): Promise<AffectedCustomer[]> {
  const { rows } = await sql<AffectedCustomer>`
    with ${affectedResources(spec.scope)},
    ${resolvedCandidates(sql`${spec.visibility === 'private'}::boolean`)},
    ${untoldOrganizations()},
    counted as (select organization_id, count(*)::integer as resources from affected group by organization_id)
    select o.name, c.resources, u.reason as untold
    from counted c
      join organizations o on o.id = c.organization_id
      left join untold u on u.organization_id = c.organization_id
    order by o.name, o.id limit ${limit}
  `.execute(db);
  return rows;
}
