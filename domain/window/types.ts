import type { ImpactLevel } from '../impact';
import type { NoticeCounts, NoticeId } from '../notice';
import type { NoticePolicy } from '../notice-policy';
import type { Scope } from '../scope';
import type { RfoText } from './commands';

/** The words of the process. A maintenance window is announced, begun, completed and closed as one of three classes. */
export const WINDOW_CLASSES = ['standard', 'expedited', 'emergency'] as const;
export type WindowClass = (typeof WINDOW_CLASSES)[number];

/** Typed reasons (S1). */
export const REASONS = [
  'hardware',
  'platform-security',
  'platform-feature',
  'database-security',
  'network',
  'power',
  'performance',
  'third-party',
] as const;
export type Reason = (typeof REASONS)[number];

/** What made an emergency one (E1). */
export const EMERGENCY_TRIGGERS = [
  'security-patch',
  'infrastructure',
  'performance-degradation',
  'third-party',
] as const;
export type EmergencyTrigger = (typeof EMERGENCY_TRIGGERS)[number];

export const VISIBILITIES = ['public', 'private'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** The life cycle (L1). `overdue` is in progress past its planned end, and a phase of its own so that it is never silent. */
export const PHASES = [
  'draft',
  'approved',
  'announced',
  'in-progress',
  'overdue',
  'verifying',
  'completed',
  'closed',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

/** A planned night: half-open, UTC instants in ms. */
export interface Slot {
  readonly startsAt: number;
  readonly endsAt: number;
}

export interface Impact {
  readonly level: ImpactLevel;
  /** How long a customer sees it, within the window. */
  readonly minutes: number;
  readonly description: string;
}

export interface Emergency {
  readonly trigger: EmergencyTrigger;
  readonly necessity: string;
  readonly risk: string;
  readonly mitigation: string;
}

/** What an engineer says when opening a window; the slot apart, it is what customers read. */
export interface WindowSpec {
  readonly title: string;
  readonly class: WindowClass;
  readonly reason: Reason;
  readonly visibility: Visibility;
  readonly slot: Slot;
  readonly scope: Scope;
  readonly impact: Impact;
  readonly customerAction: string;
  readonly pointOfContact: string;
  readonly justification?: string;
  readonly emergency?: Emergency;
}

/** How a notice came to rest: everybody at a final state, overtaken by a newer revision, or its child broke off. */
export type NoticeEnd = 'settled' | 'superseded' | 'broken';

/** A notice the window has begun, and what became of it. */
export interface NoticeRecord extends NoticeId {
  readonly begunAt: number;
  readonly state: 'under-way' | NoticeEnd;
  readonly counts?: NoticeCounts;
}

/** The report a window owes (E4): versions are texts in the store, the window knows only where it stands. */
export interface RfoStanding {
  readonly owed: boolean;
  /** Why it is owed, for people. */
  readonly because?: string;
  /** The latest drafted version, 0 for none. */
  readonly drafted: number;
  /** The latest draft itself, so that what is approved is what is sent. */
  readonly draft?: RfoText;
  /** The latest published version, 0 for none. */
  readonly published: number;
  readonly finalPublished: boolean;
}

/** Something a person has to look at; `code` is what clears it. */
export interface Attention {
  readonly code: string;
  readonly text: string;
  readonly since: number;
}

/** A window's whole memory. Plain JSON: it is carried over when a run continues as new. */
export interface WindowState {
  readonly reference: string;
  readonly spec: WindowSpec;
  readonly policy: NoticePolicy;
  readonly phase: Phase;
  /** Goes up with every change a customer must hear of. */
  readonly revision: number;
  /** The number of the last event; each has one, counted from 1 without gaps. */
  readonly sequence: number;
  readonly openedAt: number;
  readonly openedBy: string;
  /** When customers were last told the date in force (announcement, new date or reminder); absent before the announcement. */
  readonly lastToldAt?: number;
  /** Reminders due up to here are done with, sent or folded (N10). */
  readonly foldedUpTo?: number;
  /** Planned, actual and customer-visible times are kept apart (L3). */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly customerImpactMinutes?: number;
  /** The promise of the next word (L4). */
  readonly nextUpdateBy?: number;
  readonly wasOverdue: boolean;
  readonly completedAt?: number;
  readonly cancelledAt?: number;
  readonly notices: readonly NoticeRecord[];
  readonly progressPosts: number;
  readonly rfo: RfoStanding;
  readonly attention: readonly Attention[];
}
