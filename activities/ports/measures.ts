/** What a look at the measures of a window came to. */
export interface LookedAtMeasures {
  /** How many have not ended. */
  readonly open: number;
  /** When they are to be looked at again, UTC ms; null when nothing is left to follow. */
  readonly nextAt: number | null;
}

/** Preventive measures of published reports (E5). */
export interface Measures {
  /**
   * Writes to the owners of a window's open measures whatever is due at `now` (UTC ms), the workflow's clock. May be repeated, killed
   * anywhere and be late: each mail is written once. Rejects when the database cannot be used.
   */
  follow(reference: string, now: number): Promise<LookedAtMeasures>;
  /** Has the workflow of a window's measures look again, and starts it if it does not run; waking twice is as good as once. */
  wake(reference: string): Promise<void>;
}
