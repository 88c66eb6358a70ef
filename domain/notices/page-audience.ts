import type { NoticeKind } from './notice';

/**
 * Subscribers of the public page (C2) stand in the ledger as one more organization, as staff do: their notices have its
 * snapshot, which lists the affected locations. No organization of the inventory can have this id.
 */
export const PAGE_ORGANIZATION = '~page';

/** Whom a kind of notice reaches among subscribers: see SUBSCRIBED_KINDS. */
export type SubscriberRule = 'touched' | 'both' | 'told';

/**
 * Kinds subscribers hear, of public windows only (N7). `touched`: whoever follows a component the work touches; `both`: and
 * whoever was told before; `told`: only they, because others never heard that there was anything to call off or to report on.
 * Reminders, catch-ups and all-clears are for customers with resources of their own: a newcomer among subscribers hears the next
 * notice, and one whose component is no longer touched reads on the page what became of it.
 */
export const SUBSCRIBED_KINDS: Partial<Record<NoticeKind, SubscriberRule>> = {
  announcement: 'touched',
  rescheduled: 'both',
  changed: 'both',
  extended: 'both',
  started: 'touched',
  progress: 'both',
  completed: 'both',
  cancelled: 'told',
  rfo: 'told',
};
