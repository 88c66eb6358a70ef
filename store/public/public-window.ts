import { sql, type SelectQueryBuilder } from 'kysely';
import type { ImpactLevel } from '../../domain/shared/impact';
import type { Phase, Reason, WindowClass } from '../../domain/window/types';
import type { PublicUpdate } from '../../domain/public/updates';
import type { Tables } from '../database/tables';

/**
 * What the public may know of a window. Everything else (point of contact, scope, justification, who did what) is left in
 * the database: no page, feed or JSON can show what it was never given (N7). Instants are UTC ms.
 */
export interface PublicWindow {
  readonly reference: string;
  readonly title: string;
  readonly class: WindowClass;
  readonly reason: Reason;
  readonly phase: Phase;
  readonly announcedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly cancelledAt: number | null;
  /** When something the public can read last changed. */
  readonly updatedAt: number;
  readonly impact: { readonly level: ImpactLevel; readonly minutes: number; readonly description: string };
  readonly customerImpactMinutes: number | null;
  readonly customerAction: string;
  readonly nextUpdateBy: number | null;
  /** A reason-for-outage report is owed (E4). */
  readonly reportOwed: boolean;
  /** Paths the work touches, as deep as the inventory goes: for finding its components, not for showing. */
  readonly locations: readonly string[];
  /** Newest first, from the announcement on. */
  readonly updates: readonly PublicUpdate[];
}

/** The public columns of `windows`, picked in SQL: nothing else of the read model leaves the database. */
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
    sql<Phase>`phase`.as('phase'),
    sql<Reason>`view->'spec'->>'reason'`.as('reason'),
    sql<PublicWindow['impact']>`view->'spec'->'impact'`.as('impact'),
    sql<string>`view->'spec'->>'customerAction'`.as('customer_action'),
    sql<number | null>`view->'customerImpactMinutes'`.as('customer_impact_minutes'),
    sql<number | null>`view->'nextUpdateBy'`.as('next_update_by'),
    sql<boolean>`coalesce((view->'rfo'->>'owed')::boolean, false)`.as('report_owed'),
  ]);
}

export type PublicRow = Awaited<ReturnType<ReturnType<typeof selectPublic<unknown>>['execute']>>[number];

/** A row and what hangs on it as the public's value. */
export function publicWindow(
  row: PublicRow,
  locations: readonly string[],
  updates: readonly PublicUpdate[],
): PublicWindow {
  // null never comes: the query asks for announced windows only
  const announcedAt = (row.announced_at ?? row.starts_at).getTime();
  return {
    reference: row.reference,
    title: row.title,
    class: row.class,
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
    locations,
    updates,
  };
}

/** A column's instant as UTC ms. */
export function maybeMs(at: Date | null): number | null {
  return at === null ? null : at.getTime();
}
