import type { BusinessCalendar } from './business-days';
import type { PlaceRule } from '../planning/place-rule';
import type { NoticeKind } from './notices';
import type { QuietHours } from './quiet-hours';
import type { Ahead } from './promise';
import { DAY, HOUR, MINUTE } from '../shared/time';
import type { OwnClassPolicy } from '../window/classes';
import type { WindowClass } from '../window/types';

/** A reminder and how long before the planned start it is due. */
export interface ReminderRule {
  readonly kind: NoticeKind;
  readonly beforeMs: number;
  /** In business days instead; then `beforeMs` is not used. */
  readonly beforeBusinessDays?: number;
}

/** What one class of window promises its customers (N1, N2, N3). */
export interface ClassPolicy {
  /** The promised notice: the announcement goes out this long before the start, or at once when `atOnce`. */
  readonly leadMs: number;
  /** In business days instead; then `leadMs` is not used. The policy has a calendar then. */
  readonly leadBusinessDays?: number;
  readonly atOnce: boolean;
  readonly reminders: readonly ReminderRule[];
  /** A window of this class that leaves less than this is refused at opening (N2). */
  readonly minimumNoticeMs: number;
  readonly minimumNoticeBusinessDays?: number;
  /**
   * A reminder so late is still sent (ms): after an outage, and after customers were told the date once its moment had passed; 0: none is.
   * Absent: after an outage the latest is sent however late, and what told the date stands in for those before it (N10).
   */
  readonly catchUpMs?: number;
  /** An owed RFO is due so long after the completion; absent: as the policy says for every class (E4). */
  readonly rfoDueMs?: number;
}

/** How the provider's own process is kept going; figures in ms. */
export interface ProcessPolicy {
  /** L8: approvers are asked at opening, again this long before the announcement, and then so often until they answer. */
  readonly approvalNagBeforeMs: number;
  readonly approvalNagEveryMs: number;
  /** P3: how often a window without a point of contact is brought up. */
  readonly nominationNagEveryMs: number;
  /** L6: the point of contact is asked this long before the planned end. */
  readonly overrunAskBeforeMs: number;
  /** L6: who is escalated to, so long after the planned end, step by step; also after a broken promise of the next word. */
  readonly escalateAfterMs: readonly number[];
  /**
   * L6, E2: while nobody answers, the last step is repeated so long after the same moment, and after the last of these nobody
   * is told again. A missed word is missed once, until there is one.
   */
  readonly escalateAgainAfterMs: readonly number[];
  /** E2, E3: without a promise of its own, an emergency, or a window whose result is bad, owes a word this long after the last one. */
  readonly emergencyUpdateEveryMs: number;
}

/** What becomes of a window that does not go as planned (L12–L14). */
export interface UnplannedPolicy {
  /** L12: customers of a window that nobody starts hear so when this share of its planned time has passed, between 0 and 1. */
  readonly delayToldAfterShare: number;
  /** L14: an actual time that somebody gives may be so far ahead of the clock here; it then counts as now. */
  readonly clockToleranceMs: number;
  /** L14: the work of an emergency may have begun so long before the window was opened. */
  readonly begunBeforeOpeningMs: number;
}

/** How the provider's own people follow a window after the brief (P4, P5). */
export interface InsidePolicy {
  /** P4: a completed window stays open so long for those who tell their customers how it ended, and are nagged before. */
  readonly customersToldWithinMs: number;
}

/** How what is owed after the work is followed up (E4, E5); figures in ms. */
export interface AftermathPolicy {
  /** E4: whoever writes the report is reminded so long before it is due. */
  readonly reportNagBeforeMs: number;
  /** E5: the owner of a measure is reminded so long before its date, and again on it. */
  readonly measureNagBeforeMs: number;
  /** E5: so long after its date a measure that has not ended is escalated, step by step, and then no more. */
  readonly measureLateAfterMs: readonly number[];
}

/** How the result of the work is watched by a probe (E3). */
export interface WatchPolicy {
  /** So often it is looked at (ms). */
  readonly everyMs: number;
  /** It is bad when so many looks in a row say so. */
  readonly badAfter: number;
}

/**
 * Every figure of the runbook. It travels in the window's first event, so a window keeps the promises under which it was
 * opened whatever the configuration says later, and replays the same for ever.
 */
export interface NoticePolicy {
  readonly classes: Readonly<Record<WindowClass, ClassPolicy>>;
  /** The provider's own beside them, by name; absent: none. */
  readonly ownClasses?: Readonly<Record<string, OwnClassPolicy>>;
  /** Milestones of windows that fall due together are spread over this span, by a fixed offset from the reference. */
  readonly spreadMs: number;
  /** A start this long before the planned time is a started window; an earlier one is refused: customers know a time. */
  readonly earlyStartMs: number;
  /** So long after the planned start somebody must look why nobody said "started". */
  readonly lateStartMs: number;
  /** A completed window that left somebody unreached stays open so long, for `retryFailed`. */
  readonly unreachedGraceMs: number;
  /**
   * Account representatives and customer engineers get lists of their customers, and those who have not told one yet are
   * nagged this long before the next milestone (N12). Absent: nobody gets lists.
   */
  readonly staffNagBeforeMs?: number;
  /** Absent: the provider's own people are neither asked nor escalated to. */
  readonly process?: ProcessPolicy;
  /** Absent in windows opened by version 0.2.0: nothing is due to them while nobody starts them. */
  readonly unplanned?: UnplannedPolicy;
  /**
   * Absent in windows opened by version 0.2.0: the provider's own people get the brief, and lists of their customers at the
   * announcement and at changes of plan.
   */
  readonly inside?: InsidePolicy;
  /** Systems of which a window names a change (P9); absent: of none. */
  readonly requiredReferences?: readonly string[];
  /** An owed RFO that is not published by then, counted from completion, needs attention (E4). */
  readonly rfoDueMs: number;
  /** When, and for how long, places may be worked on; absent without such rules. */
  readonly places?: readonly PlaceRule[];
  /** Absent in windows opened by earlier versions: nobody is written to about a report of theirs. */
  readonly aftermath?: AftermathPolicy;
  /** Absent: notices leave at any hour. */
  readonly quietHours?: QuietHours;
  /** Absent in windows opened by earlier versions: their result is watched by nobody but people. */
  readonly watch?: WatchPolicy;
  /** For business days; absent where nothing is counted in them. */
  readonly calendar?: BusinessCalendar;
}

const REMINDERS: readonly ReminderRule[] = [
  { kind: 'reminder-7d', beforeMs: 7 * DAY },
  { kind: 'reminder-3d', beforeMs: 3 * DAY },
  { kind: 'reminder-1d', beforeMs: 1 * DAY },
];

/** The reminder so far before the start: on the days of the usual rules one of those, on any other a `reminder` (P6). */
export function reminderAt({ ms, businessDays }: Ahead): ReminderRule {
  if (businessDays !== undefined) return { kind: 'reminder', beforeMs: ms, beforeBusinessDays: businessDays };
  return REMINDERS.find(({ beforeMs }) => beforeMs === ms) ?? { kind: 'reminder', beforeMs: ms };
}

/** L12–L14. */
export const UNPLANNED: UnplannedPolicy = {
  delayToldAfterShare: 0.5,
  clockToleranceMs: 2 * MINUTE,
  begunBeforeOpeningMs: 24 * HOUR,
};

/** P4, P5. */
const INSIDE: InsidePolicy = { customersToldWithinMs: 24 * HOUR };
/** E4, E5. */
export const AFTERMATH: AftermathPolicy = {
  reportNagBeforeMs: 12 * HOUR,
  measureNagBeforeMs: 7 * DAY,
  measureLateAfterMs: [1 * DAY, 7 * DAY, 21 * DAY],
};

/** E3. */
export const WATCH: WatchPolicy = { everyMs: 5 * MINUTE, badAfter: 3 };

/** The promises of PRODUCT N1–N3 and E4. */
export const DEFAULT_POLICY: NoticePolicy = {
  classes: {
    standard: { leadMs: 14 * DAY, atOnce: false, reminders: REMINDERS, minimumNoticeMs: 0 },
    expedited: {
      leadMs: 3 * DAY,
      atOnce: true,
      reminders: [{ kind: 'reminder-1d', beforeMs: 1 * DAY }],
      minimumNoticeMs: 3 * DAY,
    },
    emergency: { leadMs: 0, atOnce: true, reminders: [], minimumNoticeMs: 0 },
  },
  spreadMs: 3 * MINUTE,
  earlyStartMs: 15 * MINUTE,
  lateStartMs: 15 * MINUTE,
  unreachedGraceMs: 24 * HOUR,
  staffNagBeforeMs: 12 * HOUR,
  process: {
    approvalNagBeforeMs: 2 * DAY,
    approvalNagEveryMs: 1 * DAY,
    nominationNagEveryMs: 1 * DAY,
    overrunAskBeforeMs: 15 * MINUTE,
    escalateAfterMs: [0, 15 * MINUTE, 45 * MINUTE],
    escalateAgainAfterMs: [2 * HOUR, 6 * HOUR, 24 * HOUR],
    emergencyUpdateEveryMs: 1 * HOUR,
  },
  unplanned: UNPLANNED,
  inside: INSIDE,
  rfoDueMs: 48 * HOUR,
  aftermath: AFTERMATH,
  watch: WATCH,
};

/** A fixed offset in [0, span) from the reference (FNV-1a), so that a herd of windows spreads and a retry does not move. */
export function spreadOf(reference: string, spanMs: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < reference.length; i++) {
    hash = Math.imul(hash ^ reference.charCodeAt(i), 0x01000193) >>> 0;
  }
  return spanMs > 0 ? hash % spanMs : 0;
}
