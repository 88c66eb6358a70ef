import { SECOND } from '../shared/time';
import { WORKING } from '../window/commands/verdict';
import type { Phase } from '../window/types';

/** When monitoring is silent for a window (C8). Pure; instants are UTC ms. */

/** What of a window decides. */
export interface SilencedWindow {
  readonly phase: Phase;
  /** The planned times in force: with an extension, its end. */
  readonly slot: { readonly startsAt: number; readonly endsAt: number };
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export type SilencePeriod =
  | { readonly state: 'silent'; readonly startsAt: number; readonly endsAt: number }
  /** Alerts are heard; from `at` on they are not to be, unless the window changes before. */
  | { readonly state: 'later'; readonly at: number }
  /** Alerts are heard until the window takes a step. */
  | { readonly state: 'heard' };

/**
 * Silent from the actual start, or from `beforeMs` before the planned one where that is above 0, to the planned end, and no longer:
 * work that runs over without a word is heard again until somebody extends it. Completion and the end of a roll-back end it at once.
 * A window that has not been announced is never silent: nobody has agreed to it yet.
 */
export function silencePeriod(window: SilencedWindow, beforeMs: number, now: number): SilencePeriod {
  const { phase, slot, startedAt, endedAt } = window;
  // monitoring keeps whole seconds, and takes no silence that is over when it arrives
  const endsAt = Math.floor(slot.endsAt / SECOND) * SECOND;
  if (now >= endsAt - SECOND) return { state: 'heard' };
  if (WORKING.includes(phase) && startedAt !== null && endedAt === null) {
    return { state: 'silent', startsAt: Math.min(startedAt, now), endsAt };
  }
  if (phase !== 'announced' || beforeMs === 0) return { state: 'heard' };
  const from = slot.startsAt - beforeMs;
  return now < from ? { state: 'later', at: from } : { state: 'silent', startsAt: from, endsAt };
}
