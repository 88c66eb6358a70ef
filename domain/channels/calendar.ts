import type { ImpactLevel } from '../shared/impact';
import { IMPACT_LEVELS } from '../shared/impact';
import type { AffectedResource, NoticeFacts } from '../notices/message';
import type { NoticeId } from '../notices/notice';
import { isToCustomers } from '../notices/notice-kinds';
import { NOTICES } from '../notices/notices';
import type { Phase } from '../window/types';

/** What a calendar shows of a window (C5): the rules, without the format. Instants are UTC ms. */

/**
 * How an organization's mails carry the event: `data` as an attachment for programs, without a METHOD, as MAINTNOTE asks by
 * default; `publish` as a calendar part without an answer; `invite` as an invitation that can be answered; or not at all.
 */
export const CALENDAR_MODES = ['data', 'publish', 'invite', 'none'] as const;
export type CalendarMode = (typeof CALENDAR_MODES)[number];
export const DEFAULT_CALENDAR_MODE: CalendarMode = 'data';

/** The words of X-MAINTNOTE-STATUS that we send. */
export type CalendarStatus = 'CONFIRMED' | 'IN-PROCESS' | 'COMPLETED' | 'CANCELLED';

/** Where an organization's event stands: its SEQUENCE, and when what it says last changed. */
export interface CalendarRevision {
  readonly sequence: number;
  readonly revisedAt: number;
}

/**
 * The event's UID, the same for its whole life: one per window and organization, so that two customers never share one.
 * `domain` is the provider's.
 */
export function calendarUid(domain: string, reference: string, organizationId: string): string {
  return `${reference}.${organizationId}@${domain}`;
}

/** The window and organization a UID of ours names; undefined for any other text. `domains`: each brand has one of its own (P7). */
export function parseCalendarUid(
  domains: string | readonly string[],
  uid: string,
): { readonly reference: string; readonly organizationId: string } | undefined {
  const match = /^(MW-\d{4}-\d{4,9})\.([a-z0-9][a-z0-9._:-]{0,199})@([^@]+)$/i.exec(uid.trim());
  const [, reference, organizationId, host] = match ?? [];
  if (reference === undefined || organizationId === undefined || host === undefined) return undefined;
  if (![domains].flat().some((domain) => domain.toLowerCase() === host.toLowerCase())) return undefined;
  return { reference: reference.toUpperCase(), organizationId };
}

/** Customers' mails carry an event; lists for staff do not. */
export function carriesCalendar({ kind }: Pick<NoticeId, 'kind'>): boolean {
  return isToCustomers(kind);
}

const BY_PHASE: Record<Phase, CalendarStatus> = {
  draft: 'CONFIRMED',
  approved: 'CONFIRMED',
  announced: 'CONFIRMED',
  delayed: 'CONFIRMED',
  'in-progress': 'IN-PROCESS',
  overdue: 'IN-PROCESS',
  verifying: 'IN-PROCESS',
  'rolling-back': 'IN-PROCESS',
  completed: 'COMPLETED',
  'rolled-back': 'COMPLETED',
  // the work is over: what is wrong since is no maintenance
  degraded: 'COMPLETED',
  closed: 'COMPLETED',
  cancelled: 'CANCELLED',
};

/** The event's status; for whoever is no longer affected (N5) it is cancelled. */
export function calendarStatus({ notice, phase }: Pick<NoticeFacts, 'notice' | 'phase'>): CalendarStatus {
  const row = NOTICES[notice.kind];
  return row.to === 'customers' && row.calendar === 'cancelled' ? 'CANCELLED' : BY_PHASE[phase];
}

/**
 * The event's times: the planned ones; the end is the real one once the work is done, unless it was done before the planned
 * start, because an event must not end before it begins.
 */
export function calendarTimes(facts: Pick<NoticeFacts, 'notice' | 'phase' | 'slot' | 'endedAt'>): {
  readonly startsAt: number;
  readonly endsAt: number;
} {
  const { startsAt, endsAt } = facts.slot;
  const isDone = calendarStatus(facts) === 'COMPLETED' && facts.endedAt !== undefined && facts.endedAt > startsAt;
  // the format has whole seconds: an end in the very second of the start would be none
  return { startsAt, endsAt: isDone ? Math.max(facts.endedAt ?? endsAt, startsAt + 1_000) : endsAt };
}

/** The worst impact of the resources; the window's own when there are none. */
export function worstImpact(resources: readonly AffectedResource[], otherwise: ImpactLevel): ImpactLevel {
  return (
    resources.reduce<ImpactLevel | undefined>(
      (worst, { impact }) => (worst && IMPACT_LEVELS.indexOf(worst) >= IMPACT_LEVELS.indexOf(impact) ? worst : impact),
      undefined,
    ) ?? otherwise
  );
}

/**
 * What an event says apart from the resources, as one text: two notices of a window with the same text and, for an
 * organization, the same resources repeat the event, so its SEQUENCE stays (RFC 5546 §2.1.4). Null for lists for staff.
 */
export function calendarKey(facts: NoticeFacts): string | null {
  if (!carriesCalendar(facts.notice)) return null;
  const { startsAt, endsAt } = calendarTimes(facts);
  return [`r${String(facts.notice.revision)}`, calendarStatus(facts), startsAt, endsAt, facts.impact.level].join(' ');
}
