/** The nights of series (L10). */

/** What a run over a series did. */
export interface SeriesProgress {
  /** Nothing is opened unless `active`; `unknown` when the database has no such series. */
  readonly state: 'active' | 'paused' | 'ended' | 'unknown';
  /** References of the windows that are open since this run. */
  readonly opened: string[];
  /** Nights that have no window, by their dates; the reasons are in the database. */
  readonly refused: string[];
}

export interface SeriesNights {
  /**
   * Opens every night of the series that is due, each once however often it is tried. Throws when some have to wait, after it
   * has tried the others, and before the next night once `isStopped` says so.
   */
  openDue(seriesId: string, isStopped: () => boolean): Promise<SeriesProgress>;
}
