import type { CalendarMode, CalendarRevision } from '../channels/calendar';
import type { ImpactLevel } from '../shared/impact';
import type { NoticeId } from './notice';
import type { RfoText } from '../window/rfo-fields';
import type { Alternate, Emergency, Phase, Reason, Slot, WindowClass, Wording } from '../window/types';

/** What a "changed" notice names as different, old and new in the window's own words; `scope` has none, the list shows it. */
export interface NoticeChange {
  readonly field: 'title' | 'class' | 'scope' | 'introduction' | 'impactDescription' | 'customerAction' | 'alternate';
  readonly from?: string;
  readonly to?: string;
}

/**
 * What a notice says, fixed when it is begun: everything a template may print about the window. Instants are UTC ms and come
 * from the workflow's clock, so that a mail that is sent late is still correct.
 */
export interface NoticeFacts {
  readonly reference: string;
  readonly notice: NoticeId;
  /** The moment the notice refers to. */
  readonly now: number;
  readonly phase: Phase;
  readonly title: string;
  readonly class: WindowClass;
  readonly reason: Reason;
  readonly private: boolean;
  readonly slot: Slot;
  /** The date it replaces, in a "rescheduled" notice; the same start with the old end in an "extended" one. */
  readonly previousSlot?: Slot;
  /** The second night, while it can still be used (L10). */
  readonly alternate?: Alternate;
  /** What is different, in a "changed" notice. */
  readonly changes?: readonly NoticeChange[];
  /** A paragraph at the head of the mail. */
  readonly introduction?: string;
  /** The same sentences in other languages, by locale. */
  readonly translations?: Readonly<Record<string, Wording>>;
  readonly impact: { readonly level: ImpactLevel; readonly minutes: number; readonly description: string };
  readonly customerAction: string;
  readonly pointOfContact: string;
  readonly justification?: string;
  readonly emergency?: Emergency;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly customerImpactMinutes?: number;
  readonly nextUpdateBy?: number;
  /** The words given with the command: progress text, outcome, the reason for the new date or the cancellation. */
  readonly message?: string;
  readonly rfo?: RfoText & { readonly version: number };
}

/** An affected resource as its owner reads it. */
export interface AffectedResource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly location: string;
  readonly environment: string;
  readonly impact: ImpactLevel;
}

export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly locale: string;
  /** Absent for staff, and in notices prepared before there was one. */
  readonly calendarMode?: CalendarMode;
}

/** One message to one person: the notice's facts plus what is theirs alone. */
export interface MessageFacts {
  readonly facts: NoticeFacts;
  readonly organization: OrganizationFacts;
  readonly resources: readonly AffectedResource[];
  readonly recipient: {
    /** As the ledger knows them, `contact:<id>`; absent where a mail is only shown, so that no link of theirs stands in it. */
    readonly id?: string;
    readonly name: string;
    readonly address: string;
    /** The reader's own; the organization's when left out. */
    readonly locale?: string;
  };
  /** The ledger's number of the delivery; absent where a mail is only shown. */
  readonly deliveryId?: number;
  readonly messageId: string;
  /** Where the organization's calendar event stands; shared by its people. */
  readonly calendar?: CalendarRevision;
  /** Message-IDs of this recipient's earlier mails of the window, first one first; for threading. */
  readonly earlierMessageIds: readonly string[];
}
