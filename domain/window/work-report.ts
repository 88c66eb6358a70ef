import { LIVING } from './audience';
import { begin } from './begun-notices';
import type { EventOf, WindowEvent } from './events';
import { cancel } from './commands/cancel';
import { complete } from './commands/complete';
import { AHEAD, WORKING, type Verdict } from './commands/verdict';
import { asksForWork } from './duties/asking-staff';
import { allDone, OWN_WORDS } from '../notices/own-words';
import { workFigures } from './event-table';
import { withInside } from './inside';
import { onlyByMail } from './private-notices';
import type { WindowState, WorkFigures } from './types';

/**
 * What the work tells its window: figures and words, no resource (T4). `nothing-left`: before the start, all of it is done;
 * `one-failed`: what somebody else than the window did on a resource has failed.
 */
export type WorkReport =
  RunReport | { readonly state: 'nothing-left'; readonly counts: WorkFigures } | { readonly state: 'one-failed' };

/** Where the window's own work is; `newlyFailed` have failed since the last report. */
export type RunReport = Omit<EventOf<'work-reported'>, 'type'> & { readonly newlyFailed?: number };

/**
 * What the window does about it. The customers of resources that failed are told. When the last resource is done, the work is over
 * early and everybody is told (S5), once what is to be verified is ticked off; when nothing more can be begun before the planned
 * end, the point of contact is asked; with nothing left before the start, the window is called off. The provider's own people hear of
 * it as of any other end (P5). Pure: `now` is UTC ms.
 */
export function decideWorkReport(state: WindowState, report: WorkReport, now: number): readonly WindowEvent[] {
  return withInside(state, eventsFor(state, report, now));
}

function eventsFor(state: WindowState, report: WorkReport, now: number): readonly WindowEvent[] {
  if (report.state === 'nothing-left') {
    return AHEAD.includes(state.phase)
      ? eventsOf(cancel.decide(state, { by: 'forewarn', reason: OWN_WORDS.nothingLeft }, now))
      : [];
  }
  if (report.state === 'one-failed') return LIVING.includes(state.phase) ? [begin(state, 'work-failed')] : [];
  if (!state.work || !WORKING.includes(state.phase)) return [];
  const { newlyFailed = 0, ...where } = report;
  const reported: WindowEvent = { type: 'work-reported', ...where };
  if (report.state !== 'finished' || report.because !== undefined) {
    const asks = report.isEndNear && asksForWork(state, now);
    // whose it is, the ledger knows; nobody else is told
    const isNews = newlyFailed > 0 || report.counts.failed > (state.work.counts?.failed ?? 0);
    return [
      reported,
      ...(asks ? [begin(state, 'overrun-question')] : []),
      ...(isNews ? [begin(state, 'work-failed')] : []),
    ];
  }
  // what is put back is verified by people (L13)
  if (state.phase === 'rolling-back') return [reported];
  const completed = complete.decide(state, { by: 'forewarn', message: allDone(workFigures(report.counts)) }, now);
  if ('events' in completed) return [reported, ...completed.events];
  // steps are left to be verified: people tick them off, and complete the window
  return state.phase === 'verifying'
    ? [reported]
    : [reported, { type: 'verifying' }, ...onlyByMail(state, 'verifying')];
}

function eventsOf(verdict: Verdict): readonly WindowEvent[] {
  return 'events' in verdict ? verdict.events : [];
}
