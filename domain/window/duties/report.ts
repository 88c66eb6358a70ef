import { classRules } from '../../notices/promise';
import { needs } from '../attention';
import { begin, count } from '../begun-notices';
import type { WindowEvent } from '../events';
import type { WindowState } from '../types';

/** The report that a window owes (E4): its author and the point of contact are reminded of it, and somebody else once it is late. */

/** The final report is owed and not yet published (E4). */
export function owesRfo(state: WindowState): boolean {
  return state.rfo.owed && !state.rfo.finalPublished;
}

/** By when it is to be published, UTC ms: so long after the completion as the class says, or else the rule for every class. */
export function reportDueAt({ completedAt = 0, policy, spec }: WindowState): number {
  return completedAt + (classRules(spec, policy).rfoDueMs ?? policy.rfoDueMs);
}

/** When its author and the point of contact are asked for it, before it is due; once. UTC ms. */
export function reportAskedAt(state: WindowState): number | undefined {
  const { aftermath, process } = state.policy;
  const { phase, completedAt } = state;
  if (!aftermath || !process || completedAt === undefined || (phase !== 'completed' && phase !== 'rolled-back'))
    return undefined;
  if (!owesRfo(state) || isReportAsked(state)) return undefined;
  const dueAt = reportDueAt(state);
  const at = Math.max(completedAt, dueAt - aftermath.reportNagBeforeMs);
  return at < dueAt ? at : undefined;
}

/** Whether somebody has been asked for it. */
export function isReportAsked(state: WindowState): boolean {
  return needs(state, 'rfo-late') || count(state, 'report-nag') > 0;
}

/** Of both reminders that fell due while the system was down the later one goes out (N10). `now`: UTC ms. */
export function askForReport(state: WindowState, now: number): readonly WindowEvent[] {
  return now >= reportDueAt(state) ? reportLate(state) : [begin(state, 'report-nag')];
}

/** It is due and not out. Who is asked then is told by the escalation where its first step comes at once. */
export function reportLate(state: WindowState): readonly WindowEvent[] {
  const { aftermath, process } = state.policy;
  const isToldAtOnce = !aftermath || !process || process.escalateAfterMs[0] === 0;
  return [{ type: 'rfo-late' }, ...(isToldAtOnce ? [] : [begin(state, 'report-nag')])];
}
