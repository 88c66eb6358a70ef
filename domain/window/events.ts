import type { Channel } from '../channels/channels';
import type { NoticeCounts, NoticeId } from '../notices/notice';
import type { NoticePolicy } from '../notices/notice-policy';
import type { Scope } from '../planning/scope';
import type { Door, RfoText } from './commands';
import type { Emergency, NoticeEnd, Slot, WindowClass, WindowSpec, Wording } from './types';

/** Everything that can happen to a window. Events are facts: `evolve` never refuses one. */
export type WindowEvent =
  | {
      readonly type: 'opened';
      readonly reference: string;
      readonly spec: WindowSpec;
      readonly policy: NoticePolicy;
      /** A second person approves before customers hear of it; an emergency is reviewed afterwards (L8). */
      readonly approval?: 'required';
      /** Nobody was named as point of contact (P3). */
      readonly isWithoutContact?: true;
      /** Channels with a state outside that the window is kept on (C3, C4); undone when it is cancelled (L7). */
      readonly channels?: readonly Channel[];
      /** There are people who are told of every new window (P1). */
      readonly hasBrief?: true;
      /** Why a conflict or a notice debt is accepted (L9, N11). */
      readonly override?: string;
    }
  /** A notice is due and is handed to its child; `folded` names reminders it stands in for (N10). */
  | { readonly type: 'notice-begun'; readonly notice: NoticeId; readonly folded: readonly string[] }
  | {
      readonly type: 'notice-settled';
      readonly notice: NoticeId;
      readonly outcome: NoticeEnd;
      readonly counts: NoticeCounts;
    }
  /** A channel makes no progress (or does again), or has undone what it showed of a cancelled window (C7, L7). */
  | { readonly type: 'channel-troubled'; readonly channel: Channel; readonly trouble: string }
  | { readonly type: 'channel-mended'; readonly channel: Channel }
  | { readonly type: 'channel-undone'; readonly channel: Channel }
  /** Somebody asked for the failed deliveries of a notice to be sent again. */
  | { readonly type: 'notice-retried'; readonly notice: NoticeId }
  /** The audience has changed since customers were told: so many recipients are new, so many no longer affected (N5). */
  | { readonly type: 'audience-changed'; readonly newcomers: number; readonly leavers: number }
  /** Deliveries make no progress (or do again): in the mail server's words. */
  | { readonly type: 'notice-troubled'; readonly notice: NoticeId; readonly trouble: string }
  | { readonly type: 'notice-mended'; readonly notice: NoticeId }
  /** Reminders that came due too late to make sense. */
  | { readonly type: 'reminders-passed'; readonly kinds: readonly string[]; readonly upTo: number }
  | { readonly type: 'start-missed' }
  | { readonly type: 'started'; readonly note?: string }
  /** `quiet`: for the page only, nobody was sent a mail; absent otherwise, and in histories older than the word. */
  | {
      readonly type: 'progress-posted';
      readonly message: string;
      readonly nextUpdateBy?: number;
      readonly quiet?: true;
    }
  | { readonly type: 'update-missed'; readonly promisedBy: number }
  | { readonly type: 'verifying'; readonly note?: string }
  | { readonly type: 'overdue' }
  | { readonly type: 'completed'; readonly message?: string; readonly customerImpactMinutes?: number }
  | { readonly type: 'rescheduled'; readonly from: Slot; readonly to: Slot; readonly reason: string }
  | { readonly type: 'extended'; readonly from: Slot; readonly to: Slot; readonly reason: string }
  | { readonly type: 'rescoped'; readonly from: Scope; readonly to: Scope; readonly reason: string }
  | {
      readonly type: 'reclassified';
      readonly from: WindowClass;
      readonly to: WindowClass;
      readonly reason: string;
      readonly justification?: string;
      readonly emergency?: Emergency;
    }
  /** What customers read was worded anew; only what has changed is given. */
  | {
      readonly type: 'edited';
      readonly wording: Wording;
      readonly translations?: Readonly<Record<string, Wording>>;
      readonly reason?: string;
    }
  /** The night that is not needed is free again (L10). */
  | { readonly type: 'alternate-released'; readonly slot: Slot }
  | { readonly type: 'approved'; readonly revision: number }
  | { readonly type: 'approval-withdrawn'; readonly reason: string }
  /** The announcement was due and nobody has approved: from now on the promised notice is owed (N11). */
  | { readonly type: 'approval-missed' }
  | { readonly type: 'nominated'; readonly pointOfContact: string }
  | { readonly type: 'ticked'; readonly step: number; readonly text: string }
  /** The next step of an escalation, counted from 1. */
  | { readonly type: 'escalated'; readonly step: number; readonly because: string }
  /** A rule would have refused the step; somebody answers for it, with a reason (L9, N11). */
  | { readonly type: 'rule-overridden'; readonly reason: string }
  | { readonly type: 'cancelled'; readonly reason: string }
  /** Something that should have been undone is given up (L7). */
  | { readonly type: 'written-off'; readonly item: string; readonly reason: string }
  | { readonly type: 'rfo-owed'; readonly because: string }
  | { readonly type: 'rfo-drafted'; readonly version: number; readonly text: RfoText }
  | { readonly type: 'rfo-published'; readonly version: number; readonly final: boolean }
  | { readonly type: 'rfo-late' }
  | { readonly type: 'closed' }
  /** A signal that was not obeyed, with the reason; changes nothing else. */
  | { readonly type: 'command-refused'; readonly command: string; readonly reason: string };

/** An event with its place in the window's life: who, through which door, when (UTC ms), and its number. */
export interface RecordedEvent {
  readonly sequence: number;
  readonly at: number;
  readonly by: string;
  readonly door: Door;
  readonly event: WindowEvent;
}

/** Events with which the revision goes up: each is a change customers must hear of. */
const REVISING: ReadonlySet<WindowEvent['type']> = new Set([
  'rescheduled',
  'extended',
  'rescoped',
  'reclassified',
  'edited',
  'alternate-released',
  'cancelled',
]);

/** Whether the revision goes up with the event. */
export function isRevising(event: Pick<WindowEvent, 'type'>): boolean {
  return REVISING.has(event.type);
}
