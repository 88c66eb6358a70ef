import type { ComponentStatus } from '../../domain/public/component-status';
import type { PageWords } from '../../domain/public/words/page-words';
import type { ImpactLevel } from '../../domain/shared/impact';

/** Everything the pages say by themselves, in one language. A language that lacks a sentence does not compile. */
export interface SiteWords extends PageWords {
  /** The language's own name of itself. */
  readonly name: string;
  /** Said where a text of a window is not translated; `language` by its name. */
  notTranslated(language: string): string;
  /** After the provider's name. */
  readonly status: string;
  readonly skip: string;
  readonly nav: {
    readonly label: string;
    readonly current: string;
    readonly history: string;
    readonly updates: string;
    readonly portal: string;
    readonly languages: string;
  };
  readonly footer: {
    readonly times: string;
    readonly follow: string;
    readonly mail: string;
    readonly calendar: string;
  };
  /** Read by the script. */
  readonly script: { readonly yourTime: string; readonly stale: string };
  readonly feedTitle: string;
  readonly current: {
    description(provider: string): string;
    readonly lastNews: string;
    readonly running: string;
    readonly delayed: string;
    readonly upcoming: string;
    readonly nothingPlanned: string;
    readonly locations: string;
    readonly past: string;
    readonly follow: string;
    inBrief(running: number, upcoming: number, delayed: number): string;
  };
  readonly components: Readonly<Record<ComponentStatus, string>>;
  readonly standing: {
    readonly allGood: string;
    /** `places`: names, or how many there are; empty where none is known. */
    emergency(places: string, effect: string): string;
    running(places: string): string;
    /** The work is done, and its result is bad (E3). */
    degraded(places: string): string;
    places(count: number): string;
    readonly and: string;
    readonly effects: Readonly<Record<ImpactLevel, string>>;
  };
  readonly card: {
    /** Before and after the promised moment. */
    readonly updateLate: readonly [string, string];
    readonly nextUpdate: string;
    readonly startUnconfirmed: string;
  };
  readonly history: {
    readonly title: string;
    description(provider: string): string;
    readonly none: string;
    readonly cancelled: string;
    readonly pages: string;
    readonly newer: string;
    readonly older: string;
    page(page: number, pages: number): string;
  };
  readonly window: {
    readonly progress: string;
    readonly signIn: string;
    readonly allCurrent: string;
    readonly cancelled: string;
    readonly rolledBack: string;
    readonly rollingBack: string;
    /** The first part stands out; the planned end follows. */
    readonly overdue: readonly [string, string];
    readonly facts: string;
    readonly planned: string;
    readonly started: string;
    readonly ended: string;
    readonly cancelledAt: string;
    readonly nextUpdate: string;
    readonly expectedImpact: string;
    readonly actualImpact: string;
    readonly locations: string;
    readonly reason: string;
    readonly action: string;
    readonly report: string;
    readonly reportFollows: string;
    readonly plannedFor: string;
    readonly oldWindow: string;
    readonly oldDate: string;
    readonly newWindow: string;
    readonly newDate: string;
    readonly preliminaryPublished: string;
    readonly reportPublished: string;
    readonly preliminary: string;
    readonly published: string;
  };
  readonly notFound: {
    readonly title: string;
    readonly heading: string;
    readonly mistyped: string;
    readonly current: string;
    readonly or: string;
    readonly history: string;
  };
  readonly subscribe: SubscribeWords;
}

/** Of the pages about subscriptions. */
export interface SubscribeWords {
  readonly title: string;
  readonly byMail: string;
  readonly address: string;
  readonly language: string;
  readonly whatComes: string;
  readonly button: string;
  readonly byFeed: string;
  readonly everything: string;
  readonly legend: string;
  readonly only: string;
  readonly allOfIt: string;
  readonly calendar: string;
  readonly askedTitle: string;
  readonly asked: string;
  readonly confirmTitle: string;
  /** Before and after what is followed, which stands out. */
  willHear(address: string): readonly [string, string];
  hears(address: string): readonly [string, string];
  readonly confirm: string;
  readonly manageTitle: string;
  readonly stillHear: string;
  readonly save: string;
  readonly saved: string;
  readonly unsubscribe: string;
  readonly subscribedTitle: string;
  readonly canChange: string;
  readonly seeCurrent: string;
  readonly allMaintenance: string;
  readonly ends: Readonly<
    Record<'contact' | 'subscriber', { readonly title: string; readonly text: string; readonly done: string }>
  >;
  readonly doneTitle: string;
  readonly again: string;
  readonly over: { readonly title: string; readonly text: string };
  readonly elsewhere: { readonly title: string; readonly text: (own: string) => string };
  readonly tooMany: {
    readonly title: string;
    readonly yourNetwork: string;
    readonly thisPage: string;
    text(whose: string, most: number, minutes: number, seconds: number): string;
  };
  readonly faults: {
    readonly form: string;
    readonly choose: string;
    readonly noAddress: string;
    address(fault: string): string;
  };
}
