import { sql, type RawBuilder } from 'kysely';
import { OPTIONAL_KINDS, type NoticeKind } from '../../domain/notice';
import type { Scope } from '../../domain/scope';
import { affectedResources, distinctRecipients, resolvedCandidates } from '../audience';

/**
 * Who a notice goes to, by its kind:
 * - `told`: whoever may have read an earlier notice of the window, or is about to, in this revision. Only they must hear
 *   that it is off, or how it went.
 * - `both`: whom the inventory names now, and whoever was told before, so that nobody told of a window misses its new date,
 *   its start or its end because the inventory has changed since (N9, L5).
 * - `inventory`: whom the inventory names now (N5).
 */
type AudienceRule = 'inventory' | 'both' | 'told';

const RULES: Record<NoticeKind, AudienceRule> = {
  announcement: 'inventory',
  'reminder-7d': 'inventory',
  'reminder-3d': 'inventory',
  'reminder-1d': 'inventory',
  rescheduled: 'both',
  started: 'both',
  progress: 'both',
  completed: 'both',
  cancelled: 'told',
  rfo: 'told',
};

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
 * Common table expressions (no leading `with`) that end in `recipients` (organization_id, recipient, address, name) and
 * `told_organizations` (organization_id, organization, resources), the organizations and what their snapshots say. The
 * visibility and the impact are those of the window's row.
 */
export function noticeAudience(notice: NoticeRow): RawBuilder<unknown> {
  const rule = RULES[notice.kind];
  const view = (field: RawBuilder<unknown>) =>
    sql`(select ${field} from windows where reference = ${notice.reference})`;
  const inventory = sql`
    ${affectedResources(notice.scope)},
    ${resolvedCandidates(view(sql`visibility = 'private'`))},
    ${snapshots(view(sql`view->'spec'->'impact'->>'level'`))}`;
  const wanted = isWanted(notice.kind, view(sql`visibility = 'private'`));
  switch (rule) {
    case 'inventory':
      return sql`${inventory},
        ${distinctRecipients(sql`select * from candidates`, wanted)},
        told_organizations as (select * from snapshots)`;
    case 'told':
      return sql`${told(notice)},
        ${distinctRecipients(sql`select * from told`, wanted)},
        told_organizations as (select * from earlier_snapshots)`;
    case 'both':
      return sql`${inventory},
        ${told(notice)},
        ${distinctRecipients(sql`select * from candidates union all select * from told`, wanted)},
        told_organizations as (
          select * from snapshots
          union all
          select * from earlier_snapshots e where not exists (select from snapshots s where s.organization_id = e.organization_id)
        )`;
  }
}

/** Contacts may do without the kinds that are optional, unless the window is private (N7). */
function isWanted(kind: NoticeKind, isPrivate: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!OPTIONAL_KINDS.includes(kind)) return sql`true`;
  return sql`(${isPrivate} or recipient not in (select 'contact:' || id from contacts where not wants_optional))`;
}

/** Each touched organization as it is now, and its affected resources by location and name. */
function snapshots(impact: RawBuilder<unknown>): RawBuilder<unknown> {
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
        jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone, 'locale', o.locale) as organization,
        a.resources
      from affected_lists a join organizations o on o.id = a.organization_id
    )`;
}

/**
 * Recipients of earlier notices that were accepted, or may have been: their latest address, the inventory's where it still
 * has them. A send whose outcome nobody knows counts as told, whatever became of the row since; so does what is still
 * queued in this revision, because it goes out or is folded into this notice.
 */
function told({ reference, revision, sequence }: NoticeRow): RawBuilder<unknown> {
  return sql`
    told as materialized (
      select distinct on (d.organization_id, d.recipient) d.organization_id, d.recipient,
        coalesce(c.email, o.maintenance_email, d.address) as address, coalesce(c.name, o.name, d.name) as name
      from notices e
        join deliveries d on d.notice_id = e.id
        left join contacts c on d.recipient = 'contact:' || c.id and c.organization_id = d.organization_id
        left join organizations o on d.recipient = 'organization:' || o.id
      where e.window_reference = ${reference} and e.sequence < ${sequence}
        and (d.state in ('accepted', 'uncertain', 'sending') or d.uncertain_sends > 0
          or d.state in ('pending', 'deferred') and e.revision = ${revision})
      order by d.organization_id, d.recipient, e.sequence desc
    ),
    earlier_snapshots as (
      select distinct on (s.organization_id) s.organization_id, s.organization, s.resources
      from notice_organizations s join notices e on e.id = s.notice_id
      where e.window_reference = ${reference} and e.sequence < ${sequence}
        and s.organization_id in (select organization_id from told)
      order by s.organization_id, e.sequence desc
    )`;
}
