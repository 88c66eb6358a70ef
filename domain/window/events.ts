import type { NoticeCounts, NoticeId } from '../notice';
import type { NoticePolicy } from '../notice-policy';
import type { Door, RfoText } from './commands';
import type { NoticeEnd, Slot, WindowSpec } from './types';

/** Everything that can happen to a window. Events are facts: `evolve` never refuses one. */
export type WindowEvent =
  | { readonly type: 'opened'; readonly reference: string; readonly spec: WindowSpec; readonly policy: NoticePolicy }
  /** A notice is due and is handed to its child; `folded` names reminders it stands in for (N10). */
  | { readonly type: 'notice-begun'; readonly notice: NoticeId; readonly folded: readonly string[] }
  | {
      readonly type: 'notice-settled';
      readonly notice: NoticeId;
      readonly outcome: NoticeEnd;
      readonly counts: NoticeCounts;
    }
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
  | { readonly type: 'progress-posted'; readonly message: string; readonly nextUpdateBy?: number }
  | { readonly type: 'update-missed'; readonly promisedBy: number }
  | { readonly type: 'verifying'; readonly note?: string }
  | { readonly type: 'overdue' }
  | { readonly type: 'completed'; readonly message?: string; readonly customerImpactMinutes?: number }
  | { readonly type: 'rescheduled'; readonly from: Slot; readonly to: Slot; readonly reason: string }
  | { readonly type: 'cancelled'; readonly reason: string }
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
