import type { ClassLabel } from '../window/classes';
import type { CalendarMode, CalendarRevision } from '../channels/calendar';
import type { ImpactLevel } from '../shared/impact';
import type { NoticeId } from './notice';
import type { QuietWait } from './quiet-hours';
import type { ChangeReference } from '../window/references';
import type { RfoText } from '../window/rfo-fields';
import type { WorkBy, WorkState } from '../work/states';
import type { Alternate, Emergency, Phase, Reason, Slot, WindowClass, Wording } from '../window/types';

/** What a "changed" notice names as different, old and new in the window's own words; `scope` has none, the list shows it. */
export interface NoticeChange {
  readonly field: 'title' | 'class' | 'scope' | 'introduction' | 'impactDescription' | 'customerAction' | 'alternate';
  readonly from?: string;
  readonly to?: string;
  /** Of a class: what customers read of the provider's own (P6). */
  readonly fromLabel?: ClassLabel;
  readonly toLabel?: ClassLabel;
  /** The alternate night that is free again; facts of version 0.2.0 have its times in `from`. */
  readonly slot?: Slot;
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
  /** What customers read of the provider's own class in place of its word (P6). */
  readonly classLabel?: ClassLabel;
  readonly reason: Reason;
  readonly private: boolean;
  readonly slot: Slot;
  /** The date it replaces, in a "rescheduled" or "moved" notice; the same start with the old end in an "extended" one. */
  readonly previousSlot?: Slot;
  /** The second night, while it can still be used (L10). */
  readonly alternate?: Alternate;
  /** What is different, in a "changed" notice. */
  readonly changes?: readonly NoticeChange[];
  /** A paragraph at the head of the mail. */
  readonly introduction?: string;
  /** Of these sentences; absent: English. */
  readonly language?: string;
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
  /** The changes behind it in other systems (P9): for staff all, for customers the public ones. */
  readonly references?: readonly ChangeReference[];
  /** Before the window, where customers may do the work themselves (S3): until when. */
  readonly selfServiceUntil?: number;
  /** Until when customers may move their resources to another night that the window offers (S8); UTC ms. */
  readonly otherNightUntil?: number;
  /** To staff: until when an answer is of use (L8); UTC ms. */
  readonly answerBy?: number;
  /** To staff: customers have not heard of it, so its page is not there yet and no link to it opens (P1). */
  readonly unlisted?: true;
  /** How long it may wait for the end of quiet hours where its reader is (N10); absent: it does not. */
  readonly quiet?: QuietWait;
  /** Its result was bad after the work (E3). */
  readonly wasDegraded?: true;
  /** A reason-for-outage report is owed (E4); absent in notices of version 0.2.0, too. */
  readonly reportFollows?: true;
}

/** An affected resource as its owner reads it. */
export interface AffectedResource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly location: string;
  readonly environment: string;
  readonly impact: ImpactLevel;
  /** What has become of the work on it (S2) when the notice was prepared; absent where nothing of it is on record. */
  readonly work?: ResourceWork;
  /** Of a customer on a list for staff: whom to call (N12). Read when the mail is made, and kept nowhere else. */
  readonly contacts?: readonly CustomerContact[];
  /** In a "changed" notice, and on lists for staff: it was not on the list its owner was told last, or is not on it any more (N5). */
  readonly change?: 'new' | 'gone';
}

/** Somebody to talk to at a customer. */
export interface CustomerContact {
  readonly name: string;
  readonly address: string;
  readonly roles: readonly string[];
}

/** The work on one resource, as far as its owner is told of it. */
export interface ResourceWork {
  readonly state: WorkState;
  readonly by: WorkBy | null;
  /** When it came into its state: UTC ms. */
  readonly since: number;
  /** How often it was begun or about to be. */
  readonly attempt: number;
}

export interface OrganizationFacts {
  readonly id: string;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly locale: string;
  /** Absent for staff, and in notices prepared before there was one. */
  readonly calendarMode?: CalendarMode;
  /** The brand as which it is written to (P7); the default one when left out. */
  readonly brand?: string;
}

/** Those the notice is about: without those it only says are gone. */
export function remaining(resources: readonly AffectedResource[]): readonly AffectedResource[] {
  return resources.some(({ change }) => change === 'gone')
    ? resources.filter(({ change }) => change !== 'gone')
    : resources;
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
