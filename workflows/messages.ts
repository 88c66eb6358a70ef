import type { OpenNotice } from '../activities/delivery';
import type { Urgency } from '../domain/notices/urgency';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Channel, ChannelReport } from '../domain/channels/channels';
import type { NoticeCounts, NoticeId } from '../domain/notices/notice';
import type { Giver } from '../domain/window/commands/command';
import type { CommandName } from '../domain/window/commands/commands';
import type { Waiting } from '../domain/window/batch';
import type { NewRules } from '../domain/window/apply-rules';
import type { HalfMove } from '../domain/window/moves';
import type { RecordedEvent } from '../domain/window/events';
import type { ReportName } from '../domain/window/reports';
import type { NoticeEnd, Phase, WindowState } from '../domain/window/types';
import type { WindowView } from '../domain/window/view';

/** Everything that crosses the border of the workflows. No workflow code here: API, worker and tests share it. */

/** The workflow type of a window; its id is the window's reference. */
export const MAINTENANCE_WINDOW = 'maintenanceWindow';

/** The workflow type that opens the nights of a series. */
export const OPEN_SERIES = 'openSeries';

/** The workflow type that compares windows with their records. */
export const RECONCILE_WINDOWS = 'reconcileWindows';

/** The workflow type that forgets what is not kept any longer. */
export const APPLY_RETENTION = 'applyRetention';

/** The workflow type that follows a window's measures; its id is `<reference>.measures`. */
export const FOLLOW_MEASURES = 'followMeasures';
export const measuresWorkflowId = (reference: string) => `${reference}.measures`;

/** A new window brings its first event; a run that continues another brings the whole state, and what waited. */
export type WindowInput =
  { readonly opened: RecordedEvent } | { readonly state: WindowState; readonly waiting?: readonly Waiting[] };

/** How a window ended. */
export interface WindowOutcome {
  readonly reference: string;
  readonly phase: Phase;
}

/** The window after a command was obeyed. */
export type CommandAnswer = WindowView;

/**
 * The command as an update: its body, and who gives it, as the credential says (T5). Checked at once, answered when it is on the
 * timeline. Without a giver it came straight to Temporal and counts as a signal does.
 */
export const commandUpdate = (name: CommandName) =>
  defineUpdate<CommandAnswer, [body: unknown, giver: Giver | undefined]>(name);
/** Half of a customer's move as an update (S8): the other window takes the other half. */
export const moveUpdate = defineUpdate<CommandAnswer, [move: HalfMove, giver: Giver]>('moveResources');
/** The rules that the window is to go by from now on, as an update (P6). */
export const rulesUpdate = defineUpdate<CommandAnswer, [rules: NewRules, giver: Giver]>('applyRules');
/** The same command as a signal, for operators, where a setting permits it; a refused one is recorded on the timeline. */
export const commandSignal = (name: string) => defineSignal<[unknown]>(name);

/** The `type` of the ApplicationFailure that carries a Refusal as its first detail. */
export const REFUSED = 'Refusal';

/** Where the window stands. */
export const windowQuery = defineQuery<WindowView>('window');

/** All the window knows, which its record is compared with (T7). */
export const stateQuery = defineQuery<WindowState>('state');

/** A notice child tells its window that it cannot get on, or can again (`trouble` absent). */
export const noticeReport = defineSignal<[{ notice: NoticeId; trouble?: string }]>('noticeReport' satisfies ReportName);

/** Mail of a notice came back after it had been accepted (N13): where its deliveries stand since, and why. */
export interface NoticeReturned {
  readonly notice: NoticeId;
  readonly counts: NoticeCounts;
  /** Without addresses (T4). */
  readonly words: string;
}
export const noticeReturned = defineSignal<[NoticeReturned]>('noticeReturned' satisfies ReportName);

/** Customers whom nobody could be told for have contacts now (N13): so many recipients who have heard of nothing. */
export const customersReachable = defineSignal<[{ readonly newcomers: number }]>('customersReachable');

/** A notice child tells its window that it is through its first pass: the next one may leave. */
export const noticePassed = defineSignal<[NoticeId]>('noticePassed');

/** A channel's loop tells its window how it gets on (C7). */
export const channelReport = defineSignal<[ChannelReport]>('channelReport' satisfies ReportName);

/** The workflow type of a channel's loop; its id is `<reference>.<channel>`. */
export const CHANNEL_LOOP = 'channelLoop';
export const channelWorkflowId = (reference: string, channel: Channel) => `${reference}.${channel}`;

/** The window has taken a step, or somebody has changed a measure: whoever follows it looks again. */
export const wakeSignal = defineSignal('wake');

export interface ChannelInput {
  readonly reference: string;
  readonly channel: Channel;
  /** The window has been told that this channel cannot get on. */
  readonly troubled?: boolean;
}

/** A notice of which the first slice has left something. */
export interface NoticeInput {
  readonly reference: string;
  readonly notice: NoticeId;
  readonly urgency: Urgency;
  /** What the last slice came to. */
  readonly left: OpenNotice;
  /** So many passes in a row found no mail server they could use. */
  readonly unavailable: number;
  /** The window has been told that it cannot get on. */
  readonly isReported?: boolean;
}

export interface NoticeOutcome {
  readonly outcome: Exclude<NoticeEnd, 'broken'>;
  readonly counts: NoticeCounts;
}
