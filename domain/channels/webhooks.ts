import { ANNOUNCEMENT } from '../notices/notice-kinds';
import { EVENTS } from '../window/event-table';
import type { RecordedEvent, WindowEvent } from '../window/events';
import { evolve } from '../window/evolve/evolve';
import { LIVING } from '../window/audience';
import type { WindowState } from '../window/types';

/** What customers' systems are told of a window (C6), by the type their receiver sees. */
export const WEBHOOK_TYPES = [
  'window.announced',
  'window.rescheduled',
  'window.changed',
  'window.delayed',
  'window.started',
  'window.updated',
  'window.extended',
  'window.verifying',
  'window.overdue',
  'window.completed',
  'window.degraded',
  'window.recovered',
  'window.rolling_back',
  'window.rolled_back',
  'window.cancelled',
  'window.rfo_published',
  'window.closed',
  /** The receiver's organization is no longer affected (N5). */
  'window.all_clear',
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** Sent when somebody asks for it, whatever types the endpoint wants. */
export const TEST_TYPE = 'webhook.test';

/** An event of the timeline that customers' systems are told of. */
export interface WebhookEvent {
  readonly type: WebhookType;
  readonly recorded: RecordedEvent;
  /** The window after the event: what the message says does not depend on when it is written. */
  readonly state: WindowState;
  /** When the window was announced (UTC ms). */
  readonly announcedAt: number;
}

/** A window's timeline as customers' systems hear it. */
export interface WebhookLife {
  /** In order; none before the announcement, whether the window is private or not: those it reaches are affected by it. */
  readonly events: readonly WebhookEvent[];
  /** The window after its last event; undefined for an empty timeline. */
  readonly state: WindowState | undefined;
  /** UTC ms; undefined before the announcement. */
  readonly announcedAt: number | undefined;
}

/** Reads a whole timeline, from the first event on. Pure: the same timeline gives the same messages. */
export function webhookLife(timeline: readonly RecordedEvent[]): WebhookLife {
  const events: WebhookEvent[] = [];
  let state: WindowState | undefined;
  let announcedAt: number | undefined;
  for (const recorded of timeline) {
    state = evolve(state, recorded);
    const isFirstWord = announcedAt === undefined;
    if (isFirstWord && isAnnouncement(recorded.event)) announcedAt = recorded.at;
    const type = typeOf(recorded.event, isFirstWord);
    if (announcedAt !== undefined && type) events.push({ type, recorded, state, announcedAt });
  }
  return { events, state, announcedAt };
}

function typeOf(event: WindowEvent, isFirstWord: boolean): WebhookType | undefined {
  // reminders and other notices repeat what an event has said
  if (event.type === 'notice-begun' && !(isFirstWord && isAnnouncement(event))) return undefined;
  return EVENTS[event.type].webhook;
}

function isAnnouncement(event: WindowEvent): boolean {
  return event.type === 'notice-begun' && event.notice.kind === ANNOUNCEMENT;
}

/**
 * While customers can still prepare for the work, or wonder about it: newcomers are told of it, and those no longer affected get
 * the all-clear. Afterwards everybody who was told hears how it went.
 */
export function hasLivingAudience({ phase }: WindowState): boolean {
  return LIVING.includes(phase);
}

/** True when the audience is resolved again: whenever customers are told something, reminders included (N5). */
export function looksAtAudience({ event }: RecordedEvent): boolean {
  return ['notice-begun', 'moved-out'].includes(event.type) || EVENTS[event.type].webhook !== undefined;
}
