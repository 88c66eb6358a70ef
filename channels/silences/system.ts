import type { Scope } from '../../domain/planning/scope';

/** A monitoring system that can be silent for a while. Instants are UTC ms. */

/** What one silence covers; an adapter adds what it needs. `key` is the same for the same, and differs for any other. */
export interface Coverage {
  readonly key: string;
}

/** A silence of ours that is in effect, or will be. */
export interface FoundSilence extends Coverage {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

/** When, and for which window. */
export interface SilenceTerms {
  readonly startsAt: number;
  readonly endsAt: number;
  /** For people, with the marker by which it is known as ours. */
  readonly comment: string;
}

/** A resource of the inventory, as far as alerts know it. */
export interface CoveredResource {
  readonly id: string;
  readonly name: string;
}

/** The resources of a scope by id, at most `limit`; with `among` only those of these ids. */
export type ReadCovered = (
  scope: Scope,
  options: { readonly limit: number; readonly among?: readonly string[] },
) => Promise<readonly CoveredResource[]>;

export const SILENCE_CHECKS = ['alertmanager', 'pagerduty'] as const;

/** One thing that was looked at, in one line. */
export interface SilencesFinding {
  readonly check: (typeof SILENCE_CHECKS)[number];
  readonly ok: boolean;
  readonly text: string;
}

/** One configured system. Every function rejects with ServiceFailure. */
export interface MonitoringSystem<C extends Coverage = Coverage> {
  /** Its name in the file. */
  readonly name: string;
  /** For people: `Alertmanager alerts.example.net (production)`. */
  readonly title: string;
  /** Requests made so far. */
  readonly calls: number;
  /** What has to be silent for work on that scope and nothing beyond it; none where no part of it is mapped. */
  cover(scope: Scope, resources: ReadCovered): Promise<readonly C[]>;
  /** Silences whose comment holds the marker, without those that are over. */
  find(marker: string): Promise<readonly FoundSilence[]>;
  set(cover: C, terms: SilenceTerms): Promise<void>;
  change(found: FoundSilence, cover: C, terms: SilenceTerms): Promise<void>;
  /** Ends it now; one that is over already is left. */
  end(found: FoundSilence): Promise<void>;
  /** Whether it can be used; changes nothing, and never rejects with ServiceFailure. */
  examine(): Promise<readonly SilencesFinding[]>;
}
