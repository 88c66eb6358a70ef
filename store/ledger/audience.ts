import { sql, type RawBuilder } from 'kysely';
import { isOptionalKind, RELEASING_KINDS, STAFF_KINDS } from '../../domain/notices/notice-kinds';
import type { AudienceRule, CustomerAudience, InternalAudience } from '../../domain/notices/notice-row';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import { TASK_REASONS } from '../../domain/notices/untold';
import type { Scope } from '../../domain/planning/scope';
import { isErased } from '../erasure/erase';
import { affectedResources, distinctRecipients, resolvedCandidates } from '../inventory/audience';
import { untoldOrganizations } from '../inventory/untold';
import { failedOrganizations } from './failed';
import { internalPeople, listedPeople } from './internal';
import { hasMovedAway, movedOrganizations } from './moved';
import { staffCustomers } from './staff';
import { andSubscribers, pageSubscribers } from './subscribers';
import { isNoPage } from './page-organizations';

/** The notice to prepare, as stored in `notices`. */
export interface NoticeRow {
  readonly id: number;
  readonly reference: string;
  readonly kind: NoticeKind;
  readonly revision: number;
  readonly sequence: number;
  /** The current scope of the window. */
  readonly scope: Scope;
}

/**
 * Common table expressions (without a leading `with`) for the audience of a notice: `recipients` (organization_id, recipient,
 * address, name); `told_organizations` (organization_id, organization, resources), a snapshot of each organization told;
 * `changes` (newcomers, leavers), how many were added or removed, for kinds that show it; and before them `untold`, the
 * affected organizations for which nobody can be told (N13). Visibility and impact come from the row of the window.
 */
export function noticeAudience(notice: NoticeRow): RawBuilder<unknown> {
  const row = NOTICES[notice.kind];
  const subscribed = andSubscribers(notice.kind);
  const view = (field: RawBuilder<unknown>) =>
    sql`(select ${field} from windows where reference = ${notice.reference})`;
  const impact = view(sql`view->'spec'->'impact'->>'level'`);
  const wanted = isWanted(notice.kind, view(sql`visibility = 'private'`));
  return sql`
    ${affectedResources(notice.scope)},
    ${resolvedCandidates(view(sql`visibility = 'private'`))},
    ${snapshots(impact)},
    ${heard(notice)},
    ${told(notice)},
    known as (select c.* from candidates c where ${isKnown(sql`c`)}),
    newcomers as (select c.* from candidates c where not ${isKnown(sql`c`)}),
    leavers as (select t.* from told t where t.organization_id not in (select organization_id from touched)),
    ${row.audience === 'failed' ? sql`${failedOrganizations(notice)},` : sql``}
    ${row.audience === 'moved' ? sql`${movedOrganizations(notice)},` : sql``}
    ${row.to === 'staff' ? sql`${untoldOrganizations()},` : sql``}
    ${row.audience === 'staff' ? sql`${staffCustomers(notice.reference, row.customers)},` : sql``}
    ${row.audience === 'internal' ? sql`${internalPeople(row, { pointOfContact: view(sql`view->'spec'->>'pointOfContact'`), impact, authors: view(AUTHORS[authorsOf(row)]), ...(row.asks ? {} : { toldOtherwise: listedPeople(notice.id) }) })},` : sql``}
    ${pageSubscribers(notice)}
    ${distinctRecipients(sql`${PEOPLE[row.audience]} ${subscribed.people}`, wanted)},
    ${row.to === 'staff' ? sql`` : sql`${untoldOf(notice, row.audience)},`}
    told_organizations as (
      select s.* from snapshots s where s.organization_id in (select organization_id from recipients)
      union all
      select e.* from earlier_snapshots e
      where e.organization_id in (select organization_id from recipients)
        and not exists (select from snapshots s where s.organization_id = e.organization_id)
      ${row.to === 'staff' ? sql`union all select * from staff_lists` : sql``}
      ${subscribed.lists}
    ),
    ${changes(notice.kind)}`;
}

/** Where a window's state has them, as a jsonb array. */
const AUTHORS: Record<NonNullable<InternalAudience['authors']>, RawBuilder<unknown>> = {
  report: sql`state->'rfo'->'authors'`,
  plan: sql`coalesce(state->'approval'->'authors', '[]') || coalesce(state->'approval'->'editors', '[]')`,
};

const authorsOf = ({ authors = 'report' }: InternalAudience) => authors;

/** The people for each rule in domain/notices/notice-row.ts. Subscribers of the page are added for the kinds they receive. */
const PEOPLE: Record<AudienceRule, RawBuilder<unknown>> = {
  affected: sql`select * from candidates`,
  known: sql`select * from known`,
  newcomers: sql`select * from newcomers`,
  leavers: sql`select * from leavers`,
  both: sql`select * from candidates union all select * from told`,
  told: sql`select * from told`,
  failed: sql`select * from candidates where organization_id in (select organization_id from failed_organizations)`,
  moved: sql`select * from candidates where organization_id in (select organization_id from moved_organizations)`,
  staff: sql`select * from staff_recipients`,
  internal: sql`select * from staff_recipients`,
};

/**
 * The organizations a notice to customers is meant for but cannot reach. A kind that goes only to those already told (`told`)
 * is also meant for those an earlier notice could not reach: a person may have told them, and they must hear how it ends.
 * `leavers` have addresses, or were never told. A catch-up reports the rest of the affected organizations.
 */
function untoldOf({ reference, sequence }: NoticeRow, audience: CustomerAudience): RawBuilder<unknown> {
  if (audience === 'failed')
    return untoldOrganizations({ owed: sql`select organization_id from failed_organizations` });
  if (audience === 'moved') return untoldOrganizations({ owed: sql`select organization_id from moved_organizations` });
  if (audience === 'leavers')
    return untoldOrganizations({ owed: sql`select organization_id from touched where false` });
  if (audience === 'told') {
    return untoldOrganizations({
      owed: sql`
        select t.organization_id from touched t
        where t.organization_id not in (select organization_id from told) and (
          exists (
            select from notices e join notice_untold u on u.notice_id = e.id
            where e.window_reference = ${reference} and e.sequence < ${sequence} and u.organization_id = t.organization_id
              and u.reason = any (${TASK_REASONS})
          )
          -- who was told for them has been erased since (T6)
          or exists (
            select from notices e join deliveries d on d.notice_id = e.id
            where e.window_reference = ${reference} and e.sequence < ${sequence}
              and d.organization_id = t.organization_id and ${isErased(sql`d.address`)}
          )
        )`,
    });
  }
  // the other kinds go to some of the candidates; newcomers are told by a notice of their own
  const isToAll = audience === 'affected' || audience === 'both';
  return untoldOrganizations(isToAll ? { people: sql`select organization_id, address, wanted from winners` } : {});
}

function changes(kind: NoticeKind): RawBuilder<unknown> {
  const row = NOTICES[kind];
  const shown = row.to === 'customers' ? row.showsChanges : 'no';
  if (shown === 'no') return sql`changes as (select 0::bigint as newcomers, 0::bigint as leavers)`;
  const newcomers = shown === 'leavers' ? sql`0::bigint` : sql`(select count(*) from newcomers)`;
  return sql`changes as (select ${newcomers} as newcomers, (select count(*) from leavers) as leavers)`;
}

/**
 * The latest notice meant for each address, whatever its delivery state. Deliveries superseded before they were sent do not
 * count.
 */
function heard({ reference, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`
    heard as materialized (
      select distinct on (d.organization_id, lower(d.address)) d.organization_id, lower(d.address) as address, e.kind
      from notices e join deliveries d on d.notice_id = e.id
      where e.window_reference = ${reference} and e.sequence < ${sequence} and d.state <> 'superseded' and ${isToCustomers(sql`e`, sql`d`)}
      order by d.organization_id, lower(d.address), e.sequence desc
    )`;
}

/** Staff lists tell no customer anything, and subscribers of the page are told as members of the public. */
function isToCustomers(notice: RawBuilder<unknown>, delivery: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(${notice}.kind <> all (${STAFF_KINDS}) and ${isNoPage(sql`${delivery}.organization_id`)})`;
}

function isKnown(candidate: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (
    select from heard h
    where h.organization_id = ${candidate}.organization_id and h.address = lower(${candidate}.address) and h.kind <> all (${RELEASING_KINDS})
  )`;
}

/** Contacts can opt out of optional kinds, unless the window is private (N7). */
function isWanted(kind: NoticeKind, isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!isOptionalKind(kind)) return sql`true`;
  return sql`(${isPrivate} or recipient not in (select 'contact:' || id from contacts where not wants_optional))`;
}

/** Each affected organization as it is now, with its affected resources ordered by location and name. */
export function snapshots(impact: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    affected_lists as (
      select r.organization_id,
        jsonb_agg(
          jsonb_build_object('id', r.id, 'name', r.name, 'kind', r.kind, 'location', r.location, 'environment', e.name,
            'impact', level.impact)
          order by r.location, r.name, r.id
        ) as resources
      from affected r join environments e on e.id = r.environment_id cross join (select ${impact} as impact) level
      group by r.organization_id
    ),
    snapshots as (
      select o.id as organization_id,
        jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone, 'locale', o.locale,
          'calendarMode', o.calendar_mode) || case when o.brand is null then '{}' else jsonb_build_object('brand', o.brand) end
          as organization,
        a.resources
      from affected_lists a join organizations o on o.id = a.organization_id
    )`;
}

/**
 * Recipients of earlier notices whose mail was accepted or may have been, with their current address where the inventory still
 * has them. A send with unknown outcome counts as told, whatever happened to the row later. So does a queued delivery of this
 * revision, because it is sent or is replaced by this notice. A recipient who got an all-clear is excluded.
 * Where everybody who was told for a customer has been erased (T6), whoever is there now hears it instead. A customer who has
 * moved everything to another window hears of that one alone (S8).
 */
function told({ reference, revision, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`
    latest as (
      select distinct on (d.organization_id, d.recipient) d.organization_id, d.recipient, e.kind,
        coalesce(c.email, o.maintenance_email, d.address) as address, coalesce(c.name, o.name, d.name) as name
      from notices e
        join deliveries d on d.notice_id = e.id
        left join contacts c on d.recipient = 'contact:' || c.id and c.organization_id = d.organization_id
        left join organizations o on d.recipient = 'organization:' || o.id
      where e.window_reference = ${reference} and e.sequence < ${sequence} and ${isToCustomers(sql`e`, sql`d`)}
        and (d.state in ('accepted', 'uncertain', 'sending') or d.uncertain_sends > 0
          or d.state in ('pending', 'deferred') and e.revision = ${revision})
      order by d.organization_id, d.recipient, e.sequence desc
    ),
    informed as (
      select l.organization_id, l.recipient, l.address, l.name from latest l
      where l.kind <> all (${RELEASING_KINDS}) and not ${hasMovedAway({ reference, sequence }, sql`l.organization_id`)}
    ),
    told as materialized (
      select organization_id, recipient, address, name from informed where not ${isErased(sql`address`)}
      union all
      select c.organization_id, c.recipient, c.address, c.name from candidates c
      where c.organization_id in (
        select organization_id from informed group by 1 having bool_and(${isErased(sql`address`)})
      )
    ),
    earlier_snapshots as (
      select distinct on (s.organization_id) s.organization_id, s.organization, s.resources
      from notice_organizations s join notices e on e.id = s.notice_id
      where e.window_reference = ${reference} and e.sequence < ${sequence}
        and s.organization_id in (select organization_id from told)
      order by s.organization_id, e.sequence desc
    )`;
}
