import { sql, type RawBuilder } from 'kysely';
import type { CustomerListNotice } from '../../domain/notices/notice-row';
import { untoldInShort } from '../inventory/untold';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';

/**
 * Staff lists (N12), as common table expressions after those of the audience: `staff_recipients`, like recipients, and
 * `staff_lists`, like told_organizations. There the "organization" is the person and the "resources" are their affected
 * customers. A list goes to everybody responsible for an affected customer; a reminder only to those with open tasks, listing
 * what is left.
 */
export function staffCustomers(reference: string, customers: CustomerListNotice['customers']): RawBuilder<unknown> {
  const isOpen = sql`exists (
    select from staff_tasks t
    where t.window_reference = ${reference} and t.kind = 'tell-customer' and t.done_at is null
      and t.organization_id = c.organization_id and t.subject = 'staff:' || c.staff_id
  )`;
  return sql`
    -- somebody with two roles, so with two rows, has one list
    persons as (select lower(email) as address, min(id) as id from staff group by 1),
    staff_all as (
      select p.id as staff_id, s.name, s.email, o.id as organization_id, o.name as customer,
        coalesce(jsonb_array_length(now.resources), jsonb_array_length(before.resources), 0) as resources,
        now.resources is not null as affected, ${untoldInShort()} as untold,
        coalesce(now.resources, before.resources)->0->>'impact' as impact
      from staff s
        join persons p on p.address = lower(s.email)
        join staff_organizations so on so.staff_id = s.id
        join organizations o on o.id = so.organization_id
        left join snapshots now on now.organization_id = o.id
        left join earlier_snapshots before on before.organization_id = o.id
        left join untold u on u.organization_id = o.id
      where now.organization_id is not null or before.organization_id is not null
    ),
    staff_customers as (
      select distinct on (c.staff_id, c.organization_id) c.* from staff_all c where ${customers === 'not-told' ? isOpen : sql`true`}
    ),
    staff_recipients as (
      select distinct on (staff_id) 'staff:' || staff_id as organization_id, 'staff:' || staff_id as recipient, email as address, name
      from staff_customers order by staff_id, email, name
    ),
    staff_lists as (
      select 'staff:' || staff_id as organization_id,
        jsonb_build_object('id', 'staff:' || staff_id, 'name', min(name), 'timeZone', 'Etc/UTC', 'locale', 'en') as organization,
        jsonb_agg(
          jsonb_build_object('id', organization_id, 'name', customer, 'kind', 'customer',
            'environment', case when affected then coalesce(untold, '') else '' end,
            'location', resources || case resources when 1 then ' resource' else ' resources' end, 'impact', impact)
            || case when affected then '{}'::jsonb else '{"change": "gone"}'::jsonb end
          order by customer, organization_id
        ) as resources
      from staff_customers group by staff_id
    )`;
}

/**
 * Continues with `ticks_written`: a task for each customer on a list, to be completed once the customer was told. A change of
 * plan opens it again, and so does the end of the work (P4); a list that was sent because of newcomers, or of the start, leaves
 * completed tasks unchanged.
 */
export function staffTicks({
  reference,
  kind,
  revision,
}: {
  reference: string;
  kind: NoticeKind;
  revision: number;
}): RawBuilder<unknown> {
  const row = NOTICES[kind];
  if (row.audience !== 'staff' || row.customers !== 'all') return sql``;
  return sql`
    ticks_written as (
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
      select ${reference}::text, 'tell-customer', organization_id, 'staff:' || staff_id,
        case when w.phase in ('completed', 'rolled-back', 'closed') then ${`Tell them how ${reference} ended`}::text
          when w.phase = 'degraded' then ${`Tell them that ${reference} is degraded after the work`}::text
          else ${`Tell them of ${reference}, revision ${String(revision)}`}::text end
      from staff_customers cross join (select phase from windows where reference = ${reference}) w
      on conflict (window_reference, kind, organization_id, subject) do update
        set reason = excluded.reason, created_at = now(), done_at = null, done_by = null, note = null
        where staff_tasks.reason <> excluded.reason
    ),`;
}
