import type { FanOutProgress, Ledger, NoticeKey } from './ports/ledger';

/** How far a pass over a notice is, told while it lasts. */
export interface ProgressReport {
  /** Tells how far it is now; asked about every second. `accepted`: how many this pass has had accepted so far. */
  readonly tell: (accepted: number) => void;
  /** Tells the end, when anything was told before. */
  readonly end: (accepted: number) => void;
}

/**
 * Reports a pass from the first `tell` on. Only then the ledger is asked, once, how large the notice is: one that is through
 * sooner costs nothing. A ledger that does not answer makes no report, and harms nothing.
 */
export function createProgressReport(
  ledger: Pick<Ledger, 'tally'>,
  key: NoticeKey,
  report: (progress: FanOutProgress) => void = () => undefined,
): ProgressReport {
  let state: 'unasked' | 'asked' | { readonly recipients: number; readonly before: number } = 'unasked';
  let last = { accepted: 0, at: performance.now() };

  function tell(accepted: number): void {
    if (state === 'unasked') {
      state = 'asked';
      ledger.tally(key).then(
        // what this pass had accepted by then is in the count; a message or two in between make no odds
        (tally) => (state = { recipients: tally.recipients, before: Math.max(0, tally.accepted - accepted) }),
        () => undefined,
      );
    }
    if (typeof state === 'string') return;
    const at = performance.now();
    const perSecond = ((accepted - last.accepted) / Math.max(1, at - last.at)) * 1_000;
    last = { accepted, at };
    const { recipients, before } = state;
    report({ key, recipients, accepted: Math.min(recipients, before + accepted), perSecond: Math.round(perSecond) });
  }

  return {
    tell,
    end(accepted) {
      if (typeof state !== 'string' && accepted > last.accepted) tell(accepted);
    },
  };
}
