import { sql, type SelectQueryBuilder } from 'kysely';
import type { Phase, Reason, WindowClass } from '../../domain/window/types';
import type { PublicUpdate } from '../../domain/public/updates';
import type { PublicWindow, WorkProgress } from '../../domain/public/window';
import { optional } from '../../domain/shared/optional';
import type { Tables } from '../database/tables';

/** Null before the start and after the end, and in windows without a work list; what left the scope does not count. */
const workProgress = sql<WorkProgress | null>`case when phase in ('in-progress', 'overdue', 'verifying', 'rolling-back') then (
  select jsonb_build_object('done', count(*) filter (where w.state = 'done'), 'total', count(*)) from work w
  where w.window_reference = windows.reference and w.cause is distinct from 'out-of-scope'
  having count(*) > 0
) end`;

/** The public columns of `windows`, chosen in SQL: nothing else of the read model leaves the database. */
export function selectPublic<O>(query: SelectQueryBuilder<Tables, 'windows', O>) {
  return query.select([
    'reference',
    'title',
    'announced_at',
    'starts_at',
    'ends_at',
    'started_at',
    'ended_at',
    'cancelled_at',
    sql<WindowClass>`windows.class`.as('class'),
    sql<PublicWindow['classLabel'] | null>`view->'classLabel'`.as('class_label'),
    sql<Phase>`phase`.as('phase'),
    sql<Reason>`view->'spec'->>'reason'`.as('reason'),
    sql<PublicWindow['impact']>`view->'spec'->'impact'`.as('impact'),
    sql<string>`view->'spec'->>'customerAction'`.as('customer_action'),
    sql<string | null>`view->'spec'->>'language'`.as('language'),
    // an introduction is for customers alone
    sql<PublicWindow['translations'] | null>`(
      select jsonb_object_agg(key, value - 'introduction') from jsonb_each(view->'spec'->'translations')
    )`.as('translations'),
    sql<number | null>`view->'customerImpactMinutes'`.as('customer_impact_minutes'),
    sql<number | null>`view->'nextUpdateBy'`.as('next_update_by'),
    workProgress.as('work'),
    sql<boolean>`coalesce((view->'rfo'->>'owed')::boolean, false)`.as('report_owed'),
  ]);
}

export type PublicRow = Awaited<ReturnType<ReturnType<typeof selectPublic<unknown>>['execute']>>[number];

/** A row with its locations and updates as the public value. */
export function publicWindow(
  row: PublicRow,
  locations: readonly string[],
  updates: readonly PublicUpdate[],
): PublicWindow {
  // never null: the query selects announced windows only
  const announcedAt = (row.announced_at ?? row.starts_at).getTime();
  return {
    reference: row.reference,
    title: row.title,
    ...optional({ language: row.language ?? undefined, translations: row.translations ?? undefined }),
    class: row.class,
    ...optional({ classLabel: row.class_label ?? undefined }),
    reason: row.reason,
    phase: row.phase,
    announcedAt,
    startsAt: row.starts_at.getTime(),
    endsAt: row.ends_at.getTime(),
    startedAt: maybeMs(row.started_at),
    endedAt: maybeMs(row.ended_at),
    cancelledAt: maybeMs(row.cancelled_at),
    updatedAt: updates[0]?.at ?? announcedAt,
    impact: row.impact,
    customerImpactMinutes: row.customer_impact_minutes,
    customerAction: row.customer_action,
    nextUpdateBy: row.next_update_by,
    reportOwed: row.report_owed,
    work: row.work,
    locations,
    updates,
  };
}

/** A column's instant as UTC ms. */
export function maybeMs(at: Date | null): number | null {
  return at === null ? null : at.getTime();
}
