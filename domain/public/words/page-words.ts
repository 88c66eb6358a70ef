import type { CommonWords, CustomerLanguage } from '../../shared/words/common';
import type { Delay, Phase, Reason, WindowClass } from '../../window/types';
import type { PublicUpdate } from '../updates';

/**
 * The page's words for the process, in one language; wording.ts makes sentences of them. Feeds, JSON and the channels beside the page
 * say them in English, because programs and other pages read those. A language that lacks a word does not compile.
 */
export interface PageWords extends CommonWords {
  /** Of the page: `de`. */
  readonly tag: CustomerLanguage;
  /** How figures and months are written: `en-GB`. */
  readonly locale: string;
  readonly classes: Readonly<Record<WindowClass, string>>;
  readonly reasons: Readonly<Record<Reason, string>>;
  /** `announced` is the first the public sees; the two before it are here for completeness only. */
  readonly phases: Readonly<Record<Phase, string>>;
  readonly updates: Readonly<Record<PublicUpdate['type'], string>>;
  /** `Duration: up to 30 minutes.`; `upTo` in words. */
  lasts(upTo: string): string;
  readonly sawNothing: string;
  sawFor(duration: string): string;
  expectedImpact(impact: string): string;
  readonly whatToDo: string;
  readonly because: string;
  moved(from: string, to: string): string;
  longer(to: string, from: string): string;
  readonly planChanged: string;
  /** In place of a reason: the second of two nights is free again. */
  readonly nightReleased: string;
  readonly workStarted: string;
  workStartedOn(when: string): string;
  nextUpdateBy(when: string): string;
  readonly workChecked: string;
  readonly workOverdue: string;
  readonly workComplete: string;
  /** E3: the result is bad, and later good again. */
  readonly workDegraded: string;
  readonly workRecovered: string;
  readonly workRollingBack: string;
  readonly workRolledBack: string;
  readonly workCancelled: string;
  overOn(when: string): string;
  /** L12: what is said while nobody has said that the work has begun. */
  readonly delays: Readonly<Record<Delay, string>>;
  readonly report: {
    readonly summary: string;
    readonly customerImpact: string;
    readonly rootCause: string;
    readonly resolution: string;
    readonly prevention: string;
    /** A measure is done by then: 2026-12-31, and the same as the language writes it. */
    due(due: string, date: string): string;
  };
  workDone(done: string, total: string): string;
}
