import type { OwnWords } from '../../notices/own-words';
import type { ImpactLevel } from '../impact';

/** What mails and pages say alike, in each language that customers are written to in. A language that lacks something does not compile. */

export const CUSTOMER_LANGUAGES = ['en', 'de', 'fr'] as const;
export type CustomerLanguage = (typeof CUSTOMER_LANGUAGES)[number];

/** A calendar day, for a language to write down. */
export interface Day {
  /** From 0, Sunday. */
  readonly weekday: number;
  readonly day: string;
  /** From 0, January. */
  readonly month: number;
  readonly year: string;
}

export interface CommonWords {
  date(day: Day): string;
  /** Between the two ends of a span. */
  readonly to: string;
  /** `2 hours 30 minutes`, at most two units. */
  duration(ms: number): string;
  upTo(ms: number): string;
  readonly impacts: Readonly<Record<ImpactLevel, { readonly short: string; readonly meaning: string }>>;
  /** Stands with a part that nobody translated; `language` by its name. */
  onlyIn(language: string): string;
  /** What the window says where people usually write. */
  readonly own: OwnWords;
}
