import type { WindowClass } from '../window/types';
import type { Waits } from './quiet-hours';
import type { StaffRole } from './staff-roles';

/** What is said of each kind of notice: the fields of a row of the table in notices.ts. */

/** The words that open a subject. Programs at the receiving end key on them, so each subject carries exactly one. */
export const STATUS_WORDS = [
  'SCHEDULED',
  'EMERGENCY',
  'REMINDER',
  'RESCHEDULED',
  'MOVED',
  'CHANGED',
  'EXTENDED',
  'DELAYED',
  'STARTED',
  'UPDATE',
  'COMPLETED',
  'DEGRADED',
  'RECOVERED',
  'ROLLBACK',
  'CANCELLED',
  // said in the reader's language: for programs there are the headers and the calendar event
  'NO LONGER AFFECTED',
  'RFO',
  'CUSTOMERS',
  'BRIEF',
  'APPROVE',
  'REVISE',
  'NOMINATE',
  'OVERRUN',
  'ESCALATION',
  'REPORT',
] as const;
export type StatusWord = (typeof STATUS_WORDS)[number];

/**
 * Whom a notice to customers goes to (N5):
 * - `affected`: whom the inventory names now.
 * - `known`: of those, whoever has heard of the window. The others get a catch-up of their own.
 * - `newcomers`: of those, whoever has not.
 * - `leavers`: whoever has heard of the window and is no longer affected. Afterwards they are out of it.
 * - `both`: whom the inventory names now, and whoever was told before, so that nobody told of a window misses how it went.
 * - `told`: whoever may have read an earlier notice of the window, or is about to, in this revision. Only they must hear
 *   that it is off, or why it was.
 * - `failed`: of those whom the inventory names now, the customers with a resource whose work has failed and who have not heard
 *   of that. Nobody else learns of such a notice.
 * - `moved`: of those whom the inventory names now, the customers who have just moved resources here (S8). Nobody else learns of it.
 */
export type CustomerAudience = 'affected' | 'known' | 'newcomers' | 'leavers' | 'both' | 'told' | 'failed' | 'moved';

/**
 * Whom a kind reaches among subscribers of the page, of public windows only (N7). `touched`: whoever follows a component the
 * work touches; `both`: and whoever was told before; `told`: only they, because others never heard that there was anything to
 * call off or to report on.
 */
export type SubscriberRule = 'touched' | 'both' | 'told';

interface AnyNotice {
  /** What people call it. */
  readonly title: string;
  /** A window can have several in one revision: the slug carries the ordinal. */
  readonly repeats: boolean;
  /** Whether it waits for the end of quiet hours where its reader is (N10), see quiet-hours.ts. */
  readonly waits: Waits;
  /** Opens the subject; by class where an emergency has a word of its own. */
  readonly statusWord: StatusWord | Readonly<Record<WindowClass, StatusWord>>;
  /** The pair of templates, `<name>.html.liquid` and `<name>.text.liquid` in channels/email/content/templates. */
  readonly template: string;
  /** The opening sentences a mail of it can have; each language words each of them. Of several, lead.ts says which. */
  readonly leads: readonly [string, ...string[]];
}

/** A notice that speaks to customers; their mails carry a calendar event (C5). */
export interface CustomerNotice extends AnyNotice {
  readonly to: 'customers';
  readonly audience: CustomerAudience;
  /** `none`: for customers with resources of their own only. */
  readonly subscribers: SubscriberRule | 'none';
  /** A contact can do without it (in a private window nobody can, because no page tells it, N7). */
  readonly optional: boolean;
  /**
   * Whether its reader learns the date ahead: `first`, a date nobody knew; `again`, the one in force, from which later reminders
   * count; `newcomers`, the same to them alone.
   */
  readonly tellsDate: 'first' | 'again' | 'newcomers' | 'no';
  /** Whether preparing it shows how the audience has changed, which is answered with notices of their own (N5). */
  readonly showsChanges: 'both' | 'leavers' | 'no';
  /** The event's status (C5): as the window's phase has it, or cancelled for whoever reads it. */
  readonly calendar: 'by-phase' | 'cancelled';
  /** It carries the text of the reason-for-outage report (E4). */
  readonly report: boolean;
  /** It can be looked at before it leaves (L8, P2): a life brings it about by itself or by its planned end, or it takes it back. */
  readonly previewed: boolean;
}

/** A list of their own customers, for account representatives and customer engineers (N12). */
export interface CustomerListNotice extends AnyNotice {
  readonly to: 'staff';
  readonly audience: 'staff';
  /** Every affected customer of theirs, each to be ticked off once told; or only those not ticked off yet. */
  readonly customers: 'all' | 'not-told';
}

/** Who gets a notice that is meant for the provider's own people, whoever their customers are. */
export interface InternalAudience {
  readonly roles: readonly StaffRole[];
  /** The window's point of contact, too. */
  readonly pointOfContact: boolean;
  /** Whoever has drafted the report since a version of it was published (E4), or who drew up or worded the plan (L8), too. */
  readonly authors?: 'report' | 'plan';
}

/** A notice to the provider's own people by their role in the process (P1, P3, L6, L8). */
export interface InternalNotice extends AnyNotice, InternalAudience {
  readonly to: 'staff';
  readonly audience: 'internal';
  /** It wants an answer. */
  readonly asks: boolean;
}

/** A row without `to` and what goes with it does not compile: a kind for staff never counts as one for customers. */
export type NoticeRow = CustomerNotice | CustomerListNotice | InternalNotice;
export type AudienceRule = NoticeRow['audience'];
