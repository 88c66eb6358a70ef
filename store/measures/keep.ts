import { sql } from 'kysely';
import type { RecordedEvent } from '../../domain/window/events';
import type { Database } from '../database/database';
import { noteEvents } from './history';

/**
 * The measures of a report that is published with a step (E5), in the transaction that records it. The same words as in an earlier
 * version are the same measure: it takes on the owner, and the date where the report names another one than before; one that has
 * ended stays so. One that a later version does not name any more stays open: somebody has to give it up.
 */
export async function keepMeasures(db: Database, reference: string, events: readonly RecordedEvent[]): Promise<void> {
  for (const recorded of events) {
    if (recorded.event.type !== 'rfo-published') continue;
    const { version } = recorded.event;
    const at = new Date(recorded.at);
    const { rows } = await sql<{ id: number; isNew: boolean; due: string; owner: string }>`
      with named as (
        select distinct on (m->>'text') m->>'text' as text, m->>'owner' as owner, (m->>'due')::date as due,
          coalesce((m->>'public')::boolean, true) as is_public, place
        from rfo_versions v, jsonb_array_elements(v.text->'preventiveMeasures') with ordinality as listed(m, place)
        -- a year that PostgreSQL has not would stop the window
        where v.window_reference = ${reference} and v.version = ${version} and m->>'due' ~ '^[1-9]'
        order by m->>'text', place
      )
      insert into measures as known
        (window_reference, version, text, owner, due_on, reported_due_on, is_public, created_at)
      select ${reference}, ${version}, text, owner, due, due, is_public, ${at} from named order by place
      on conflict (window_reference, md5(text)) do update set
        version = excluded.version, owner = excluded.owner, is_public = excluded.is_public,
        told = case when excluded.reported_due_on = known.reported_due_on then known.told else 0 end,
        due_on = case when excluded.reported_due_on = known.reported_due_on then known.due_on else excluded.due_on end,
        reported_due_on = excluded.reported_due_on
      where known.state = 'open' and known.version < excluded.version
      returning id, known.xmax = 0 as "isNew", due_on::text as due, owner
    `.execute(db);
    await noteEvents(
      db,
      rows.map(({ id, isNew, due, owner }) => ({
        ...{ id, at: recorded.at, actor: recorded, door: recorded.door },
        type: isNew ? 'agreed' : 'restated',
        words: `Version ${String(version)} of the report: owner ${owner}, due ${due}`,
      })),
    );
    await sql`
      insert into staff_tasks (window_reference, kind, subject, reason, created_at)
      select window_reference, 'preventive-measure', 'measure:' || id, left(text, 500), ${at}
      from measures m
      where id = any (${rows.map(({ id }) => id)}::bigint[])
        and not exists (select from staff_tasks t where t.kind = 'preventive-measure' and t.subject = 'measure:' || m.id)
      order by id
    `.execute(db);
  }
}
