import { sql } from 'kysely';
import type { HeldComponents } from '../../activities/ports/channel-records';
import type { ComponentStatus } from '../../domain/public/component-status';
import type { Database } from '../database/database';
import { RUNNING_PHASES } from '../public/public-page';

export function createHeldComponents(db: Database, channel: string): HeldComponents {
  return async (reference, ids) => {
    if (ids.length === 0) return new Map();
    const { rows } = await sql<{ id: string; statuses: ComponentStatus[] }>`
      select held.id, array_agg(distinct s.outside->>'effect') as statuses
      from channel_states s
      join windows w on w.reference = s.window_reference and w.phase = any (${RUNNING_PHASES}::text[])
      cross join lateral jsonb_array_elements_text(s.outside->'held') held (id)
      where s.channel = ${channel} and s.window_reference <> ${reference} and held.id = any (${ids}::text[])
      group by held.id
    `.execute(db);
    return new Map(rows.map(({ id, statuses }) => [id, statuses]));
  };
}
