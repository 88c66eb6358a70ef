import type { FanOutProgress, Ledger, NoticeKey } from './ports/ledger';

/** Reports how far a pass over a notice is, while it lasts. */
export interface ProgressReport {
  /** Reports the progress; called about every second. `accepted`: how many this pass has had accepted so far. */
  readonly tell: (accepted: number) => void;
  /** Reports the end, if anything was reported before. */
  readonly end: (accepted: number) => void;
}

/**
 * Reports a pass from the first `tell` on. Only then the ledger is asked, once, how large the notice is: a notice that is
 * done sooner costs nothing. If the ledger does not answer, there is no report.
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
        // what this pass had accepted by then is counted; a message or two more do not matter
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
