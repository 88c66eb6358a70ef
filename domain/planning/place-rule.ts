import { MINUTE } from '../shared/time';

/** A rule of one place, for everything in it. */
export interface PlaceRule {
  /** A location's path; absent: everywhere. */
  readonly location?: string;
  /** The hours of each day in which work is to take place, in minutes after midnight; across midnight where `to` is the smaller one. */
  readonly hours?: { readonly from: number; readonly to: number; readonly timeZone: string };
  /** The longest window (ms). */
  readonly longestMs?: number;
  /** Whether a plan that breaks it is refused, or only told so. */
  readonly refuses: boolean;
}

/** `06:00`. */
export function clockText(minutes: number): string {
  return new Date(minutes * MINUTE).toISOString().slice(11, 16);
}
