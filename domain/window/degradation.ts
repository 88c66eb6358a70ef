import { begin } from './begun-notices';
import type { WindowEvent } from './events';
import { withInside } from './inside';
import type { Phase, WindowState } from './types';

/**
 * The result of the work is watched (E3), and found bad: the window is open again until somebody says that all is well, or the work
 * is rolled back. Pure.
 */

/** While the result is watched. */
export const WATCHED: readonly Phase[] = ['completed', 'rolled-back'];

/**
 * What follows from a bad result; nothing where the window is open again already, so that customers hear it once however often a
 * figure goes up and down. Unplanned impact owes a report (E4). `because` is for staff.
 */
export function degrade(state: WindowState, because: string): WindowEvent[] {
  if (!WATCHED.includes(state.phase)) return [];
  return [
    { type: 'degraded', because },
    ...(state.rfo.owed ? [] : [{ type: 'rfo-owed', because: 'systems were degraded after the work' } as const]),
    begin(state, 'degraded'),
  ];
}

/** What the watch by a probe has found. `missing`: there is no such probe. */
export type ProbeReport =
  | { readonly probe: string; readonly found: 'bad'; readonly because: string }
  | { readonly probe: string; readonly found: 'missing' };

/** What the window does about it. */
export function decideProbeReport(state: WindowState, report: ProbeReport): readonly WindowEvent[] {
  if (!WATCHED.includes(state.phase)) return [];
  if (report.found === 'missing') return [{ type: 'probe-missing', probe: report.probe }];
  return withInside(state, degrade(state, report.because));
}
