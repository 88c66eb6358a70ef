import { sql, type RawBuilder } from 'kysely';
import { subscriberRule } from '../../domain/notices/notice-kinds';
import type { SubscriberRule } from '../../domain/notices/notice-row';
import { isPlaceOf } from '../inventory/brands';
import { isNoPage, pageOrganizationOf } from './page-organizations';
import type { NoticeRow } from './audience';

/**
 * Subscribers of the public page as common table expressions of the audience (C2): `subscribers`, like candidates, and
 * `page_lists`, like told_organizations, where the "resources" are the affected components. An address that gets the customer's
 * mail of this window gets no second one, and a suppressed address gets none. There are no subscribers for private windows
 * (N7), or for kinds they do not receive. Those of a brand's page (P7) hear of windows that its page shows, and of places where it has
 * resources; they are an organization of the ledger for each brand.
 */
export function pageSubscribers(notice: NoticeRow): RawBuilder<unknown> {
  const rule = subscriberRule(notice.kind);
  if (rule === undefined) return sql``;
  return sql`
    page_window as (
      select visibility = 'public' as is_public, view->'spec'->'impact'->>'level' as impact
      from windows where reference = ${notice.reference}
    ),
    ${touchedComponents()},
    page_told as (
      select distinct d.recipient
      from notices e join deliveries d on d.notice_id = e.id
      where e.window_reference = ${notice.reference} and e.sequence < ${notice.sequence}
        and not ${isNoPage(sql`d.organization_id`)}
        and (d.state in ('accepted', 'uncertain', 'sending') or d.uncertain_sends > 0
          or d.state in ('pending', 'deferred') and e.revision = ${notice.revision})
    ),
    -- see isWindowOf; those of this very notice are not on record yet
    window_brands_now as (
      select coalesce(organization->>'brand', '') as brand from snapshots
      union
      select brand from window_brands where window_reference = ${notice.reference}
    ),
    page_brands as (
      select brand from (select distinct brand from page_subscribers) s
      where s.brand in (select brand from window_brands_now)
        or s.brand = '' and not exists (select from window_brands_now where brand <> '')
    ),
    customer_addresses as (
      select lower(c.address) as address, coalesce(o.brand, '') as brand
      from (select organization_id, address from candidates union all select organization_id, address from told) c
        left join organizations o on o.id = c.organization_id
    ),
    subscribers as (
      select ${pageOrganizationOf(sql`s.brand`)} as organization_id, 'subscriber:' || s.id as recipient, s.address, ''::text as name
      from page_subscribers s
      where s.confirmed_at is not null and (select is_public from page_window) and ${reached(rule)}
        and not exists (select from customer_addresses c where c.address = lower(s.address) and c.brand = s.brand)
        and not exists (select from suppressions n where n.address = lower(s.address))
    ),
    page_lists as (
      select ${pageOrganizationOf(sql`p.brand`)} as organization_id,
        jsonb_build_object('id', ${pageOrganizationOf(sql`p.brand`)}, 'name', '', 'timeZone', 'Etc/UTC', 'locale', 'en',
          'calendarMode', 'none') || case when p.brand = '' then '{}' else jsonb_build_object('brand', p.brand) end as organization,
        coalesce(jsonb_agg(
          jsonb_build_object('id', c.path, 'name', c.name, 'kind', 'location', 'location', c.path,
            'environment', c.region, 'impact', w.impact)
          order by c.path
        ) filter (where c.is_component), '[]') as resources
      from page_window w cross join (select distinct brand from page_subscribers) p
        left join touched_components c on ${isPlaceOf(sql`c.path`, sql`p.brand`)}
      group by p.brand
    ),`;
}

/** `select` clauses to append to those of the notice's other recipients and snapshots. */
export function andSubscribers(kind: NoticeRow['kind']): { people: RawBuilder<unknown>; lists: RawBuilder<unknown> } {
  if (subscriberRule(kind) === undefined) return { people: sql``, lists: sql`` };
  return {
    people: sql`union all select * from subscribers`,
    lists: sql`union all select p.* from page_lists p where p.organization_id in (select organization_id from recipients)`,
  };
}

/**
 * Regions and datacenters affected by the work, as the page shows them. A path includes everything below it, and either of the
 * two may be the wider. Thousands of racks are reduced to their datacenters before they are compared.
 */
function touchedComponents(): RawBuilder<unknown> {
  return sql`
    affected_heads as (
      select distinct split_part(location, '/', 1) as region, nullif(split_part(location, '/', 2), '') as datacenter
      from affected
    ),
    touched_components as materialized (
      select l.path, l.name,
        -- a region with datacenters is a heading
        l.path like '%/%' or not exists (select from locations d where d.parent = l.path) as is_component,
        coalesce((select r.name from locations r where r.path = l.parent), '') as region
      from locations l
      where l.path not like '%/%/%' and exists (
        select from affected_heads h
        where l.path = h.region or l.path = h.region || '/' || h.datacenter
          or h.datacenter is null and starts_with(l.path, h.region || '/')
      )
    )`;
}

function reached(rule: SubscriberRule): RawBuilder<unknown> {
  const told = sql`'subscriber:' || s.id in (select recipient from page_told)`;
  if (rule === 'told') return told;
  const touched = sql`(s.brand in (select brand from page_brands) and (s.components is null or s.components && array(select path from touched_components)))`;
  return rule === 'touched' ? touched : sql`(${touched} or ${told})`;
}
