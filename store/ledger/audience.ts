import { sql, type RawBuilder } from 'kysely';
import { isOptionalKind, RELEASING_KINDS, STAFF_KINDS } from '../../domain/notices/notice-kinds';
import type { AudienceRule, CustomerAudience } from '../../domain/notices/notice-row';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import { TASK_REASONS } from '../../domain/notices/untold';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import type { Scope } from '../../domain/planning/scope';
import { affectedResources, distinctRecipients, resolvedCandidates } from '../inventory/audience';
import { untoldOrganizations } from '../inventory/untold';
import { internalPeople } from './internal';
import { staffCustomers } from './staff';
import { andSubscribers, pageSubscribers } from './subscribers';

/** The notice to prepare, as its row says. */
export interface NoticeRow {
  readonly id: number;
  readonly reference: string;
  readonly kind: NoticeKind;
  readonly revision: number;
  readonly sequence: number;
  /** What the window touches now. */
  readonly scope: Scope;
}

/**
 * Common table expressions (no leading `with`) that end in `recipients` (organization_id, recipient, address, name),
 * `told_organizations` (organization_id, organization, resources), the organizations and what their snapshots say, and
 * `changes` (newcomers, leavers), how many are new or gone where the kind shows it; with `untold` before them, the affected
 * organizations that nobody can be told for (N13). The visibility and the impact are those of the window's row.
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
    ${row.to === 'staff' ? sql`${untoldOrganizations()},` : sql``}
    ${row.audience === 'staff' ? sql`${staffCustomers(notice.reference, row.customers)},` : sql``}
    ${row.audience === 'internal' ? sql`${internalPeople(row, { pointOfContact: view(sql`view->'spec'->>'pointOfContact'`), impact })},` : sql``}
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

/** The people of each rule (domain/notices/notice-row.ts); subscribers of the page come on top, where the kind is for them. */
const PEOPLE: Record<AudienceRule, RawBuilder<unknown>> = {
  affected: sql`select * from candidates`,
  known: sql`select * from known`,
  newcomers: sql`select * from newcomers`,
  leavers: sql`select * from leavers`,
  both: sql`select * from candidates union all select * from told`,
  told: sql`select * from told`,
  staff: sql`select * from staff_recipients`,
  internal: sql`select * from staff_recipients`,
};

/**
 * Whom a notice to customers is owed and cannot reach. Of a kind that goes on only to those who were told (`told`), it is owed
 * to those an earlier notice could not reach, too: a person may have told them, and they must hear how it ends. `leavers` have
 * addresses, or were never told; a catch-up says what is left of the affected.
 */
function untoldOf({ reference, sequence }: NoticeRow, audience: CustomerAudience): RawBuilder<unknown> {
  if (audience === 'leavers')
    return untoldOrganizations({ owed: sql`select organization_id from touched where false` });
  if (audience === 'told') {
    return untoldOrganizations({
      owed: sql`
        select t.organization_id from touched t
        where t.organization_id not in (select organization_id from told) and exists (
          select from notices e join notice_untold u on u.notice_id = e.id
          where e.window_reference = ${reference} and e.sequence < ${sequence} and u.organization_id = t.organization_id
            and u.reason = any (${TASK_REASONS})
        )`,
    });
  }
  // the others go to some of the candidates, and who is new among them is told by a notice of their own
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

/** The latest notice each address was meant to get, whatever became of it; what was superseded before it left counts not. */
function heard({ reference, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`
    heard as materialized (
      select distinct on (d.organization_id, lower(d.address)) d.organization_id, lower(d.address) as address, e.kind
      from notices e join deliveries d on d.notice_id = e.id
      where e.window_reference = ${reference} and e.sequence < ${sequence} and d.state <> 'superseded' and ${isToCustomers(sql`e`, sql`d`)}
      order by d.organization_id, lower(d.address), e.sequence desc
    )`;
}

/** Lists for staff tell no customer anything, and a subscriber of the page is told as one of the public. */
function isToCustomers(notice: RawBuilder<unknown>, delivery: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`(${notice}.kind <> all (${STAFF_KINDS}) and ${delivery}.organization_id <> ${PAGE_ORGANIZATION})`;
}

function isKnown(candidate: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql`exists (
    select from heard h
    where h.organization_id = ${candidate}.organization_id and h.address = lower(${candidate}.address) and h.kind <> all (${RELEASING_KINDS})
  )`;
}

/** Contacts may do without the kinds that are optional, unless the window is private (N7). */
function isWanted(kind: NoticeKind, isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!isOptionalKind(kind)) return sql`true`;
  return sql`(${isPrivate} or recipient not in (select 'contact:' || id from contacts where not wants_optional))`;
}

/** Each touched organization as it is now, and its affected resources by location and name. */
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
          'calendarMode', o.calendar_mode) as organization,
        a.resources
      from affected_lists a join organizations o on o.id = a.organization_id
    )`;
}

/**
 * Recipients of earlier notices that were accepted, or may have been: their latest address, the inventory's where it still
 * has them. A send whose outcome nobody knows counts as told, whatever became of the row since; so does what is still
 * queued in this revision, because it goes out or is folded into this notice. Whoever has had the all-clear is out of it.
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
    told as materialized (
      select organization_id, recipient, address, name from latest where kind <> all (${RELEASING_KINDS})
    ),
    earlier_snapshots as (
      select distinct on (s.organization_id) s.organization_id, s.organization, s.resources
      from notice_organizations s join notices e on e.id = s.notice_id
      where e.window_reference = ${reference} and e.sequence < ${sequence}
        and s.organization_id in (select organization_id from told)
      order by s.organization_id, e.sequence desc
    )`;
}
