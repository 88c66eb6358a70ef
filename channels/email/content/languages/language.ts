import type { NoticeChange } from '../../../../domain/notices/message';
import type { LeadOf } from '../../../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../../../domain/notices/notices';
import type { CommonWords } from '../../../../domain/shared/words/common';
import type { ToldWork } from '../../../../domain/work/states';
import type { EmergencyTrigger, Reason, WindowClass } from '../../../../domain/window/types';
import type { MailModel } from '../mail-model';

/** What the opening sentence of a mail is told from. */
export type Told = Pick<MailModel, 'provider' | 'organization' | 'resources' | 'window' | 'started' | 'rfo'>;

/** The opening sentences, as the table of notices names them; lead.ts says which one a mail gets. */
export type Lead = LeadOf<NoticeKind>;

/** The headings of a mail's parts. */
export const HEADINGS = [
  'what',
  'when',
  'newDate',
  'oldDate',
  'dateOver',
  'dateNotYours',
  'plannedWindow',
  'planned',
  'actual',
  'began',
  'nextUpdateBy',
  'affectedResources',
  'spared',
  'announcedImpact',
  'customersToTell',
  'customersToTellChange',
  'customersToTellCancelled',
  'customersAtWork',
  'customersToTellEnd',
  'customersNotTold',
  'customer',
  'contacts',
  'saidInside',
  'tick',
  'lookUp',
  'cancelReason',
  'whyChanged',
  'whatChanged',
  'whyItChanged',
  'oldWindow',
  'newWindow',
  'whyLonger',
  'details',
  'whoAffected',
  'alternate',
  'selfService',
  'otherNight',
  'references',
  'work',
  'outcome',
  'update',
  'next',
  'fromEngineers',
  'happens',
  'action',
  'why',
  'shortNotice',
  'emergency',
  'risk',
  'mitigation',
  'report',
  'follow',
  'questions',
  'impact',
  'summary',
  'customersSaw',
  'rootCause',
  'resolution',
  'prevention',
  'resource',
  'where',
] as const;
export type Heading = (typeof HEADINGS)[number];

/**
 * Everything a mail says by itself, in one language. The templates hold no words; a language that lacks one does not compile.
 * Values of others (titles, descriptions, names) come as they were given. The status word in subject and head is the same in
 * every language, because programs key on it; only what has no such word, `noLongerAffected`, is said in the reader's.
 */
export interface Language extends CommonWords {
  /** BCP 47; numbers are written as it says. */
  readonly tag: string;
  readonly now: string;
  /** A distance in time, as a whole sentence part: `in 3 days`, `3 days ago`. Only the largest unit is given. */
  ahead(amount: number, unit: 'day' | 'hour' | 'minute'): string;
  ago(amount: number, unit: 'day' | 'hour' | 'minute'): string;
  /** `is planned to start in 3 days`, said of the maintenance; `begun` when that moment has passed. */
  starts(when: string, begun: boolean): string;
  /** Of none, no single one is on record. */
  resources(amount: number): string;
  /** What follows the rows of a list that shows not all. */
  more(omitted: number, all: number): string;
  /** The same of customers, on lists for staff. */
  moreCustomers(omitted: number, all: number): string;
  locations(amount: number): string;
  greeting(name: string): string;
  /** How long customers saw it, when they did not at all. */
  readonly none: string;
  /** What a change of the plan makes of a resource, said of its impact (`outage, up to 30 minutes`). */
  readonly changes: { readonly gone: string; added(impact: string): string; kept(impact: string): string };
  /** Opens the subject of an all-clear. */
  readonly noLongerAffected: string;
  readonly reasons: Readonly<Record<Reason, string>>;
  readonly triggers: Readonly<Record<EmergencyTrigger, string>>;
  readonly classes: Readonly<Record<WindowClass, string>>;
  readonly headings: Readonly<Record<Heading, string>>;
  readonly leads: Readonly<Record<Lead, (told: Told) => string>>;
  readonly texts: {
    readonly noPage: string;
    /** Before the address of the window's page in the customers' portal. */
    readonly portal: string;
    readonly noResource: string;
    /** Why nothing of the reader's is part of the work any more, where nobody has changed the plan. */
    readonly inventoryChanged: string;
    readonly reportFollows: string;
    readonly nothingToDo: string;
    /** How the reader does the work, and what comes of it; the command follows. */
    readonly selfService: string;
    /** How to choose another night (S8). */
    readonly otherNight: string;
    /** What happens after the work on a resource has failed. */
    readonly workFailed: string;
    /** What happens next while the result of the work is bad. */
    readonly degraded: string;
  };
  /** What has become of the work on a resource of the reader's; `date` is a day in words. */
  readonly work: Readonly<Record<ToldWork, string>> & {
    doneByYou(date: string): string;
    /** Stands in a command where the reader writes which one. */
    readonly resource: string;
    /** Stands for a window's reference in a command. */
    readonly window: string;
  };
  /** What a "changed" notice names, as a sentence; the new words themselves stand in their own place. */
  change(change: NoticeChange): string;
  /** Of the mail that asks whether an address wants to follow the page. */
  readonly confirmation: {
    subject(provider: string): string;
    asked(provider: string): string;
    readonly open: string;
    readonly ignore: string;
  };
  /** Of the mail by whose link a contact signs in to the portal (T9). */
  readonly signIn: {
    subject(provider: string): string;
    asked(provider: string): string;
    open(minutes: number): string;
    readonly ignore: string;
  };
  /** Of the mail to whoever owns a webhook endpoint that was switched off (C6). */
  readonly webhookOff: {
    subject(host: string, provider: string): string;
    off(host: string, provider: string, reference: string): string;
    readonly gone: string;
    /** `last`: why the last attempt failed. */
    silent(duration: string, last: string): string;
    status(code: number): string;
    /** Before its address in the API. */
    readonly where: string;
    readonly again: string;
  };
  /** Of the mail that refuses an objection (S9); the reason stands between. */
  readonly refusal: {
    subject(reference: string): string;
    cannot(
      window: { readonly reference: string; readonly title: string; readonly starts: string },
      provider: string,
    ): string;
    readonly goesAhead: string;
  };
  /** What a calendar's event says besides the window's own words. */
  readonly calendar: {
    action(action: string): string;
    readonly resources: string;
    more(omitted: number): string;
    contact(address: string): string;
    reference(reference: string): string;
  };
  /** Until when the reader may do the work; `when` is a moment in words. */
  selfServiceUntil(when: string): string;
  /** Until when the night is decided (L10); `when` is a moment in words. */
  decidedBy(when: string): string;
  inAll(duration: string): string;
  inAllWithin(duration: string): string;
  ofWork(duration: string): string;
  announced(impact: string): string;
  actually(impact: string): string;
  /** Under a preventive measure. */
  measure(due: string): string;
  quote(reference: string): string;
  sender(provider: string, organization: string): string;
  edition(reference: string, revision: number): string;
  unknownZone(name: string): string;
  /** What reads otherwise in the mails of the page's subscribers, who have no resources and no contact of their own. */
  readonly page: {
    readonly headings: Pick<Language['headings'], 'affectedResources' | 'spared' | 'announcedImpact' | 'resource'>;
    readonly texts: Pick<Language['texts'], 'noResource' | 'reportFollows' | 'nothingToDo'>;
    /** In place of the change of scope. */
    readonly scope: string;
    readonly subscription: string;
    why(provider: string): string;
    readonly manage: string;
    readonly unsubscribe: string;
    sender(provider: string): string;
  };
}

/** A word for one and for several. */
interface Counted {
  readonly one: string;
  readonly other: string;
}

/** `1,234 resources`: the number as the language writes it, and the word for so many. */
export function counterIn(tag: string): (amount: number, words: Counted) => string {
  const plural = new Intl.PluralRules(tag);
  const number = new Intl.NumberFormat(tag);
  return (amount, { one, other }) => `${number.format(amount)} ${plural.select(amount) === 'one' ? one : other}`;
}
