import { ANNOUNCEMENT } from '../notices/notice-kinds';
import type { WindowEvent } from '../window/events';
import { PUBLIC_EVENT_TYPES, type PublicUpdate } from './updates';
import type { PublicWindow } from './window';
import { en } from './words/en';

/**
 * What is news to the public (C2). Feeds show it as a new item, because feed readers show nothing else, and a calendar's
 * title says it. Checks after the work are not news; a post is news unless it was meant for the page alone.
 */
const IS_NEWS: Record<PublicUpdate['type'], boolean> = {
  announced: true,
  rescheduled: true,
  extended: true,
  changed: true,
  delayed: true,
  started: true,
  posted: true,
  verifying: false,
  overdue: true,
  completed: true,
  degraded: true,
  recovered: true,
  'rolling-back': true,
  'rolled-back': true,
  cancelled: true,
  report: true,
};

const PUBLIC_EVENTS: ReadonlySet<string> = new Set(PUBLIC_EVENT_TYPES);

/** Whether an event of the timeline is news to the public. */
export function isNewsEvent(event: WindowEvent): boolean {
  if (event.type === 'notice-begun') return event.notice.kind === ANNOUNCEMENT;
  if (event.type === 'progress-posted') return event.quiet !== true;
  return event.type !== 'verifying' && PUBLIC_EVENTS.has(event.type);
}

/** The latest news of a window, whose announcement is the first; undefined for a window nobody was told of. */
export function latestNews({ updates }: Pick<PublicWindow, 'updates'>): PublicUpdate | undefined {
  return updates.find((update) => IS_NEWS[update.type] && !(update.type === 'posted' && update.quiet));
}

/** `Cancelled: Replace a power unit`: the title with what became of the plan; the title alone while the plan stands. */
export function titleWithNews(window: Pick<PublicWindow, 'title' | 'updates'>): string {
  const news = latestNews(window);
  return news === undefined || news.type === 'announced' ? window.title : `${en.updates[news.type]}: ${window.title}`;
}

/** The same for a calendar, whose titles give the state of the plan: a post does not change it. */
export function titleWithState({ title, updates }: Pick<PublicWindow, 'title' | 'updates'>): string {
  return titleWithNews({ title, updates: updates.filter(({ type }) => type !== 'posted') });
}
