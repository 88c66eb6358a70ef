import type { Channel } from '../channels/channels';
import type { ImpactLevel } from '../shared/impact';
import type { NoticeCounts, NoticeId } from '../notices/notice';
import type { NoticePolicy } from '../notices/notice-policy';
import type { Scope } from '../planning/scope';
import type { WorkPlan } from '../work/plan';
import type { MovedResources } from './moves';
import type { Monitor } from './monitor';
import type { ChangeReference } from './references';
import type { RfoText } from './rfo-fields';

/** The terms of the process. A maintenance window belongs to one of three classes. */
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

/**
 * The life cycle (L1). `overdue` is in progress past its planned end, `delayed` is announced past its planned start (L12): phases
 * of their own so that neither is ever silent. Begun work that is called off is `rolling-back`, then `rolled-back` (L13). A window
 * that is open again because what came of its work is bad is `degraded` (E3).
 */
export const PHASES = [
  'draft',
  'approved',
  'announced',
  'delayed',
  'in-progress',
  'overdue',
  'verifying',
  'rolling-back',
  'completed',
  'rolled-back',
  'degraded',
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

/** A second night, used only when the first is called off by then (L10); UTC ms. */
export interface Alternate {
  readonly slot: Slot;
  readonly decideBy: number;
}

/** What is looked at after the work, and how long the result is watched before the window closes (E3). */
export interface Verification {
  readonly steps: readonly string[];
  readonly monitorMinutes: number;
  /** What is looked at in that time; absent: people look. */
  readonly monitor?: Monitor;
}

/** The sentences of a window in another language (P2); what is left out is said in the window's own words. */
export interface Wording {
  readonly title?: string;
  readonly introduction?: string;
  readonly impactDescription?: string;
  readonly customerAction?: string;
}

/** What an engineer says when opening a window; the slot apart, it is what customers read. */
export interface WindowSpec {
  readonly title: string;
  readonly class: WindowClass;
  /** The provider's own class, whose figures it has (P6); `class` is the one that is like. Absent: one of the three. */
  readonly className?: string;
  readonly reason: Reason;
  readonly visibility: Visibility;
  readonly slot: Slot;
  readonly scope: Scope;
  readonly impact: Impact;
  readonly customerAction: string;
  readonly pointOfContact: string;
  readonly justification?: string;
  readonly emergency?: Emergency;
  readonly alternate?: Alternate;
  /** L2: the window says "started" by itself at the planned start. */
  readonly automaticStart?: true;
  readonly verification?: Verification;
  /** How the work on each resource is done (S2, S3); absent: people do it, and nothing of it is kept here. */
  readonly work?: WorkPlan;
  /** Windows into which customers may move their resources, and which offer the same back (S8). */
  readonly alternatives?: readonly string[];
  /** How many resources may be moved into it; absent: none, it is no alternative. */
  readonly capacity?: number;
  /** The changes behind it in other systems (P9). */
  readonly references?: readonly ChangeReference[];
  /** A paragraph of its own at the head of what customers read. */
  readonly introduction?: string;
  /** Of its own sentences; absent: English. */
  readonly language?: string;
  /** By locale, such as `de`. */
  readonly translations?: Readonly<Record<string, Wording>>;
}

/** How a notice came to rest: everybody at a final state, overtaken by a newer revision, or its child broke off. */
export type NoticeEnd = 'settled' | 'superseded' | 'broken';

/** A notice the window has begun, and what became of it. */
export interface NoticeRecord extends NoticeId {
  readonly begunAt: number;
  readonly state: 'under-way' | NoticeEnd;
  readonly counts?: NoticeCounts;
  /** While it is under way: how many had come back after they were accepted, and the last one's reason (N13). */
  readonly returned?: { readonly failed: number; readonly words: string };
}

/** The report a window owes (E4): versions are texts in the store, the window knows only where it stands. */
export interface RfoStatus {
  readonly owed: boolean;
  /** Why it is owed, for people. */
  readonly because?: string;
  /** The latest drafted version, 0 for none. */
  readonly drafted: number;
  /** The latest draft itself, so that what is approved is what is sent. */
  readonly draft?: RfoText;
  /** Who has drafted since a version was published last. */
  readonly authors?: readonly string[];
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

/** Who may do what with a window, as it was settled when it was opened (T5). */
export interface Authority {
  /** The commands that may be given straight in Temporal, by a signal, where nobody says who gives them. */
  readonly signals: readonly string[];
}

/** Where the approval stands (L8); absent where none is required. */
export interface Approval {
  /** The authors of the plan in force: who opened it, and who changed date, scope or class. */
  readonly authors: readonly string[];
  /** Who worded anew what customers read. */
  readonly editors?: readonly string[];
  /** The revision that was approved last, 0 for none. */
  readonly approvedRevision: number;
  readonly approvedBy?: string;
  /** How often approvers were asked for the plan in force, and when last. */
  readonly asked: number;
  readonly askedAt?: number;
}

/** The planned end that has passed, or is about to (L6). */
export interface Overrun {
  /** The planned end the point of contact was asked about. */
  readonly askedFor?: number;
  /** The planned end that has passed, and when that was seen. */
  readonly overdueFor?: number;
  /** What is escalated now: since when, and how many steps were taken. */
  readonly escalation?: { readonly since: number; readonly because: string; readonly steps: number };
}

/** Begun work that was called off (L13); UTC ms. */
export interface RollBack {
  readonly begunAt: number;
  /** Why, for customers. */
  readonly reason: string;
  /** When systems were as before; absent until then. */
  readonly endedAt?: number;
}

/** The result of the work was found bad while it was watched (E3); UTC ms. */
export interface Degradation {
  readonly begunAt: number;
  /** What was found, for the provider's people. */
  readonly because: string;
  /** When somebody said that all is well again, or that the work is rolled back; absent until then. */
  readonly endedAt?: number;
}

/** A value that was entered while the result was watched (E3); UTC ms. */
export interface MonitoringValue {
  readonly value: number;
  readonly at: number;
  readonly isGood: boolean;
}

/** What customers of a window that nobody starts are told has passed (L12). */
export const DELAYS = ['half-gone', 'over'] as const;
export type Delay = (typeof DELAYS)[number];

/** Where work is. `waiting`: for people or for something outside; `stopped`: after failures; `aborted` and `finished` are for good. */
export const WORK_STANDINGS = ['going', 'waiting', 'paused', 'stopped', 'aborted', 'finished'] as const;

/** The work since the start, as far as its window has to know (S2); the list itself is in the store. */
export interface WorkStatus {
  readonly state: (typeof WORK_STANDINGS)[number];
  /** Why it does not go on, for people. */
  readonly because?: string;
  readonly counts?: WorkFigures;
}

/** How many of the window's resources came to what (S2). */
export interface WorkFigures {
  readonly done: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
  /** Due or under way. */
  readonly left: number;
}

/** The whole state of a window. Plain JSON: it is carried over when a run continues as new. */
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
  /** Reminders due up to here were sent, or merged into a later one (N10). */
  readonly foldedUpTo?: number;
  /** Planned, actual and customer-visible times are kept apart (L3). */
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly customerImpactMinutes?: number;
  /** When the next update was promised (L4). */
  readonly nextUpdateBy?: number;
  readonly wasOverdue: boolean;
  readonly completedAt?: number;
  readonly cancelledAt?: number;
  readonly notices: readonly NoticeRecord[];
  readonly progressPosts: number;
  readonly rfo: RfoStatus;
  readonly attention: readonly Attention[];
  readonly approval?: Approval;
  readonly overrun?: Overrun;
  /** What customers were told last of a start that has not come (L12); absent before. */
  readonly delayTold?: Delay;
  /** Absent unless begun work was called off (L13). */
  readonly rollBack?: RollBack;
  /** The latest time its result was found bad (E3); absent before. */
  readonly degradation?: Degradation;
  /** The value that was entered last (E3); absent before. */
  readonly monitoringValue?: MonitoringValue;
  /** Nobody has been nominated yet (P3); mails name the provider's support until then. */
  readonly isWithoutContact?: true;
  readonly nominationAskedAt?: number;
  /** The provider's own people are told of the window (P1). */
  readonly hasBrief?: true;
  /** Verification steps done, by their place in the list (E3). */
  readonly ticks?: readonly number[];
  /** Absent before the start, and where nothing of the work is kept. */
  readonly work?: WorkStatus;
  /** From when the next update of an emergency is counted (E2). */
  readonly cadenceFrom?: number;
  /** Channels outside that show the window, and those that have undone it after a cancellation (L7). */
  readonly channels?: readonly Channel[];
  readonly undone?: readonly Channel[];
  /** What cannot be undone and was given up, by item (L7). */
  readonly writtenOff?: readonly string[];
  /** The latest change of scope: the revision it made, and why (N5). */
  readonly rescoped?: { readonly revision: number; readonly reason: string };
  /** Where resources are that were moved, by id (S8). */
  readonly moved?: MovedResources;
  /** Absent for windows opened by version 0.2.0. */
  readonly authority?: Authority;
}
