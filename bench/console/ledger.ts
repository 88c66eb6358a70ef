import { sql } from 'kysely';
import type { Database } from '../../store/database/database';
import { EVERYTHING } from './windows';

/** Whom the notices reached: made by SQL in the ledger's own form, since a fan-out of half a million mails takes longer than the measurement. */
export async function fillLedger(db: Database): Promise<void> {
  await sql`
    create temporary table affected as
    select l.window_reference as reference, r.organization_id, jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'kind', r.kind,
      'location', r.location, 'environment', e.name, 'impact', 'outage') order by r.id) as resources
    from window_locations l join resources r on r.location = l.location join environments e on e.id = r.environment_id
    group by 1, 2
  `.execute(db);
  await sql`
    insert into notice_organizations (notice_id, organization_id, organization, resources)
    select n.id, a.organization_id, jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone, 'locale', o.locale,
      'calendarMode', o.calendar_mode), a.resources
    from notices n join affected a on a.reference = n.window_reference join organizations o on o.id = a.organization_id
    where n.kind in ('announcement', 'completed')
  `.execute(db);
  await sql`drop table affected`.execute(db);
  // everybody of the customers on the one that concerns all, two of each on the others
  await sql`
    insert into deliveries (notice_id, organization_id, recipient, channel, address, name, message_id, state, attempts, reply, accepted_at, updated_at)
    select n.id, c.organization_id, 'contact:' || c.id, 'email', c.email, c.name, n.id || '.' || c.id || '@provider.example',
      case when c.place % 50 = 7 then 'failed' else 'accepted' end, 1,
      case when c.place % 50 = 7 then '550 5.1.1 unknown' else '250 2.0.0 queued' end,
      case when c.place % 50 <> 7 then n.begun_at + c.place * interval '10 milliseconds' end, n.begun_at + interval '1 minute'
    from notices n join notice_organizations s on s.notice_id = n.id
      cross join lateral (
        select c.*, substr(c.id, 9)::integer as place from contacts c where c.organization_id = s.organization_id
        order by c.id limit case when n.window_reference = ${EVERYTHING} then 1000000 else 2 end
      ) c
    where n.kind in ('announcement', 'completed')
  `.execute(db);
  await sql`update notices set state = 'settled', prepared_at = begun_at, settled_at = begun_at + interval '1 hour'`.execute(
    db,
  );
  await sql`
    insert into acknowledgements (window_reference, organization_id, recipient, answer, sequence, at, via, reply, after_event)
    select n.window_reference, d.organization_id, d.recipient, (array['accepted', 'accepted', 'declined', 'tentative'])[1 + d.id % 4], 1,
      d.accepted_at + interval '2 hours', 'calendar-reply', 'reply-' || d.id, 3
    from deliveries d join notices n on n.id = d.notice_id where d.id % 20 = 0 and d.accepted_at is not null
  `.execute(db);
}
