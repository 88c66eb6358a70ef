import type { CalendarMode } from '../../../domain/channels/calendar';
import type { AcknowledgementAnswer } from '../../../domain/delivery/acknowledgement';
import type { ToldWork } from '../../../domain/work/states';

/** Refusals that the portal says in the reader's language; the figures follow in the API's own words. */
export const PORTAL_REFUSALS = [
  'locked-in',
  'already-claimed',
  'not-due',
  'no-self-service',
  'out-of-scope',
  'group-busy',
  'no-alternative',
  'no-room',
  'wrong-phase',
  'conflict',
  'temporal-unreachable',
] as const;
export type PortalRefusal = (typeof PORTAL_REFUSALS)[number];

/** Everything the portal says by itself, in one language (P8). A language that lacks a sentence does not compile. */
export interface PortalWords {
  /** Beside the provider's name. */
  readonly name: string;
  readonly nav: {
    readonly label: string;
    readonly menu: string;
    readonly overview: string;
    readonly resources: string;
    readonly past: string;
    readonly settings: string;
    readonly organization: string;
    readonly signOut: string;
  };
  /** Under every page: in which zone its times are. */
  times(zone: string): string;
  readonly more: string;
  readonly first: string;
  readonly save: string;
  readonly saved: string;
  readonly optional: string;
  /** Above what was wrong with a form. */
  readonly problem: string;
  readonly signIn: {
    readonly title: string;
    intro(provider: string): string;
    readonly address: string;
    readonly button: string;
    readonly askedTitle: string;
    /** The same whether the address is known or not. */
    asked(minutes: number): string;
    readonly nothingCame: string;
    readonly openTitle: string;
    readonly open: string;
    readonly openButton: string;
    readonly overTitle: string;
    readonly over: string;
    readonly again: string;
    readonly noAddress: string;
    readonly tooManyTitle: string;
    tooMany(most: number, minutes: number, seconds: number): string;
    readonly elsewhereTitle: string;
    elsewhere(own: string): string;
    readonly signedOut: string;
  };
  /** Signing in with an account elsewhere; `at`: how its provider is called. */
  readonly openId: {
    /** Between the form for a link and the button. */
    readonly or: string;
    button(at: string): string;
    readonly notInTitle: string;
    declined(at: string): string;
    notGenuine(at: string): string;
    readonly unreachableTitle: string;
    unreachable(at: string): string;
    unverified(at: string): string;
    noContact(at: string, address: string): string;
    readonly again: string;
    stillIn(at: string): string;
    readonly signOutThere: string;
    readonly otherAccount: string;
  };
  readonly notThisFormTitle: string;
  readonly notThisForm: string;
  readonly choose: {
    readonly title: string;
    readonly intro: string;
    readonly button: string;
    readonly change: string;
  };
  readonly overview: {
    readonly title: string;
    readonly running: string;
    readonly upcoming: string;
    readonly none: string;
    readonly doYourself: string;
    readonly allPast: string;
  };
  readonly past: { readonly title: string; readonly none: string };
  readonly resources: {
    readonly title: string;
    readonly intro: string;
    readonly none: string;
    readonly resource: string;
    readonly window: string;
    readonly when: string;
    readonly state: string;
    readonly until: string;
    readonly onlyWindow: string;
  };
  readonly window: {
    readonly yours: string;
    count(count: number): string;
    /** Of resources that are not shown. */
    others(count: number): string;
    readonly impact: string;
    readonly noneLeft: string;
    readonly doIt: string;
    readonly doItNow: string;
    readonly doItWarning: string;
    readonly doItUntil: string;
    readonly begun: string;
    readonly answers: string;
    readonly acknowledged: string;
    readonly acknowledge: string;
    readonly acknowledgeHint: string;
    readonly object: string;
    readonly objectHint: string;
    readonly reason: string;
    readonly objected: string;
    readonly which: string;
    readonly allOfYours: string;
    readonly move: string;
    readonly moveHint: string;
    readonly night: string;
    readonly nightUntil: string;
    room(count: number): string;
    readonly moved: string;
    readonly isFixed: string;
    readonly mayOnlyRead: string;
    readonly proof: string;
    readonly proofHint: string;
    readonly publicPage: string;
  };
  readonly answerWords: Readonly<Record<AcknowledgementAnswer, string>>;
  readonly work: Readonly<Record<ToldWork, string>>;
  readonly settings: {
    readonly title: string;
    readonly you: string;
    readonly address: string;
    readonly of: string;
    readonly roles: string;
    readonly noRoles: string;
    readonly environments: string;
    readonly everywhere: string;
    readonly may: string;
    readonly mayAct: string;
    readonly mayRead: string;
    readonly mails: string;
    readonly language: string;
    readonly asOrganization: string;
    readonly timeZone: string;
    readonly optionalMails: string;
    readonly optionalHint: string;
    readonly whatComes: string;
    readonly everyWindow: string;
    readonly privateOnly: string;
    readonly sessions: string;
    readonly thisOne: string;
    readonly unknownBrowser: string;
    readonly since: string;
    readonly lastSeen: string;
    readonly end: string;
  };
  readonly organization: {
    readonly title: string;
    readonly settings: string;
    readonly maintenanceEmail: string;
    readonly maintenanceHint: string;
    readonly language: string;
    readonly timeZone: string;
    readonly calendarMode: string;
    readonly calendarModes: Readonly<Record<CalendarMode, string>>;
    readonly contacts: string;
    readonly contactsHint: string;
    readonly contact: string;
    readonly address: string;
    readonly roles: string;
    readonly environments: string;
    readonly feeds: string;
    readonly feedsHint: string;
    readonly noFeeds: string;
    readonly feedName: string;
    readonly feedEnvironment: string;
    readonly makeFeed: string;
    readonly feedMade: string;
    readonly renewFeed: string;
    readonly endFeed: string;
    readonly webhooks: string;
    readonly webhooksHint: string;
    readonly noWebhooks: string;
    readonly webhookUrl: string;
    readonly makeWebhook: string;
    readonly webhookMade: string;
    readonly webhookOn: string;
    readonly webhookOff: string;
    readonly endWebhook: string;
    readonly enableWebhook: string;
    readonly copyNow: string;
  };
  readonly refusals: Readonly<Record<PortalRefusal, string>>;
  /** Of what was typed. */
  readonly faults: { readonly reason: string; readonly address: string; readonly name: string; readonly url: string };
  readonly errors: {
    readonly notFoundTitle: string;
    readonly notFound: string;
    readonly notPermittedTitle: string;
    readonly notPermitted: string;
    readonly laterTitle: string;
    readonly later: string;
    readonly otherTitle: string;
    readonly back: string;
  };
}
