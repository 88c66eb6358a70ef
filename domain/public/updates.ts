import { publishedMeasures } from '../measures/published';
import { ANNOUNCEMENT } from '../notices/notice-kinds';
import type { RecordedEvent } from '../window/events';
import type { RfoText } from '../window/rfo-fields';
import type { Delay, Slot } from '../window/types';

/** A published report as the public reads it: those measures that are marked public, without their owners. */
export interface PublicReport {
  readonly state: 'preliminary' | 'final';
  readonly summary: string;
  readonly customerImpact: string | null;
  readonly rootCause: string;
  readonly resolution: string | null;
  /** `due` is a date, 2026-12-31. */
  readonly preventiveMeasures: readonly { readonly text: string; readonly due: string }[];
}

/** One entry of a window's public life. Only what is named here is carried over from the timeline. */
export type PublicUpdate = {
  /** The event's number in the window's timeline; never changes. */
  readonly sequence: number;
  readonly at: number;
} & (
  | { readonly type: 'announced'; readonly slot: Slot }
  | { readonly type: 'rescheduled'; readonly from: Slot; readonly to: Slot; readonly reason: string }
  | { readonly type: 'extended'; readonly from: Slot; readonly to: Slot; readonly reason: string }
  /** Other resources, another class, other words, or a night less (`isRelease`), which the page says in its own words. */
  | { readonly type: 'changed'; readonly reason: string | null; readonly isRelease?: true }
  /** `startedAt`: when it really began, where that was said afterwards (L14). */
  | { readonly type: 'started'; readonly note: string | null; readonly startedAt: number | null }
  | { readonly type: 'verifying'; readonly note: string | null }
  | { readonly type: 'delayed'; readonly planned: Delay }
  /** `quiet`: nobody was sent a mail about it. */
  | {
      readonly type: 'posted';
      readonly message: string;
      readonly nextUpdateBy: number | null;
      readonly quiet: boolean;
    }
  | { readonly type: 'overdue' }
  | PublicOutcome<'completed'>
  | { readonly type: 'degraded' }
  | { readonly type: 'recovered'; readonly message: string | null; readonly customerImpactMinutes: number | null }
  | { readonly type: 'rolling-back'; readonly reason: string }
  | PublicOutcome<'rolled-back'>
  | { readonly type: 'cancelled'; readonly reason: string }
  | { readonly type: 'report'; readonly version: number; readonly report: PublicReport }
);

/** How work ended; `endedAt`: when it really did, where that was said afterwards (L14). */
interface PublicOutcome<T> {
  readonly type: T;
  readonly message: string | null;
  readonly customerImpactMinutes: number | null;
  readonly endedAt: number | null;
}

/** Events the public reads, besides the announcement itself (`notice-begun` of that kind). */
export const PUBLIC_EVENT_TYPES = [
  'rescheduled',
  'rescoped',
  'reclassified',
  'edited',
  'alternate-released',
  'delayed',
  'started',
  'extended',
  'progress-posted',
  'verifying',
  'overdue',
  'completed',
  'degraded',
  'recovered',
  'roll-back-begun',
  'rolled-back',
  'cancelled',
  'rfo-published',
] as const;

export interface EventRow {
  readonly sequence: number;
  readonly at: Date;
  readonly event: RecordedEvent['event'];
}

/**
 * The public entries of one window, newest first, from its timeline (oldest first) and its published reports by version.
 * What happened before the announcement is left out: nobody was told of it (N7). `slot` is the date in force now.
 */
export function publicUpdates(
  rows: readonly EventRow[],
  reports: ReadonlyMap<number, RfoText>,
  slot: Slot,
): PublicUpdate[] {
  const announced = rows.findIndex(({ event }) => event.type === 'notice-begun' && event.notice.kind === ANNOUNCEMENT);
  if (announced < 0) return [];
  const told = rows.slice(announced);
  const moved = told
    .map(({ event }) => event)
    .find((event) => event.type === 'rescheduled' || event.type === 'extended');
  const first = moved?.type === 'rescheduled' || moved?.type === 'extended' ? moved.from : slot;
  return told.flatMap((row) => publicUpdate(row, reports, first)).reverse();
}

function publicUpdate(row: EventRow, reports: ReadonlyMap<number, RfoText>, first: Slot): PublicUpdate[] {
  const { event } = row;
  const when = { sequence: row.sequence, at: row.at.getTime() };
  switch (event.type) {
    case 'notice-begun':
      return event.notice.kind === ANNOUNCEMENT ? [{ ...when, type: 'announced', slot: first }] : [];
    case 'rescheduled':
      return [{ ...when, type: 'rescheduled', from: event.from, to: event.to, reason: event.reason }];
    case 'extended':
      return [{ ...when, type: 'extended', from: event.from, to: event.to, reason: event.reason }];
    case 'rescoped':
    case 'reclassified':
    case 'edited':
      return [{ ...when, type: 'changed', reason: event.reason ?? null }];
    case 'alternate-released':
      return [{ ...when, type: 'changed', reason: null, isRelease: true }];
    case 'delayed':
      return [{ ...when, type: 'delayed', planned: event.planned }];
    case 'started':
      return [{ ...when, type: 'started', note: event.note ?? null, startedAt: event.startedAt ?? null }];
    case 'verifying':
      return [{ ...when, type: 'verifying', note: event.note ?? null }];
    case 'progress-posted':
      return [
        {
          ...when,
          type: 'posted',
          message: event.message,
          nextUpdateBy: event.nextUpdateBy ?? null,
          quiet: event.quiet === true,
        },
      ];
    case 'overdue':
      return [{ ...when, type: 'overdue' }];
    case 'completed':
    case 'rolled-back': {
      const { type, message = null, customerImpactMinutes = null, completedAt = null } = event;
      return [{ ...when, type, message, customerImpactMinutes, endedAt: completedAt }];
    }
    case 'degraded':
      return [{ ...when, type: 'degraded' }];
    case 'recovered': {
      const { type, message = null, customerImpactMinutes = null } = event;
      return [{ ...when, type, message, customerImpactMinutes }];
    }
    case 'roll-back-begun':
      return [{ ...when, type: 'rolling-back', reason: event.reason }];
    case 'cancelled':
      return [{ ...when, type: 'cancelled', reason: event.reason }];
    case 'rfo-published': {
      const text = reports.get(event.version);
      return text ? [{ ...when, type: 'report', version: event.version, report: publicReport(text) }] : [];
    }
    default:
      return [];
  }
}

function publicReport(text: RfoText): PublicReport {
  return {
    state: text.state,
    summary: text.summary,
    customerImpact: text.customerImpact ?? null,
    rootCause: text.rootCause,
    resolution: text.resolution ?? null,
    preventiveMeasures: publishedMeasures(text.preventiveMeasures),
  };
}
