import { begin } from './begun-notices';
import type { WindowEvent } from './events';
import { withInside } from './inside';
import { needs } from './attention';
import { watchedUntil } from './duties/agenda';
import { WATCH, type WatchPolicy } from '../notices/notice-policy';
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

/** How a probe watches the result: until when (UTC ms), and how. */
export interface Watch extends WatchPolicy {
  readonly probe: string;
  readonly until: number;
}

/** The watch that the window needs now; undefined where nothing is to be watched, or nothing can be. */
export function watchOf(state: WindowState): Watch | undefined {
  const probe = state.spec.verification?.monitor?.probe;
  if (probe === undefined || !WATCHED.includes(state.phase) || needs(state, 'probe-missing')) return undefined;
  return { probe, until: watchedUntil(state), ...(state.policy.watch ?? WATCH) };
}
