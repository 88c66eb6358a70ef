import type { Slot } from '../../domain/window/types';

/** Where things lie in a picture across time: shares of its width from 0 to 1, so that it fits any page. Instants are UTC ms. */

/** The time a picture shows, half-open. */
export interface Frame {
  readonly from: number;
  readonly to: number;
}

/** A piece of the width. */
export interface Bar {
  readonly x: number;
  readonly width: number;
}

/** Narrower than this nobody sees or hits a bar. */
const NARROWEST = 0.006;

/** Where an instant lies; one outside the frame is at its edge. */
export function shareOf(at: number, { from, to }: Frame): number {
  return to <= from ? 0 : Math.min(1, Math.max(0, (at - from) / (to - from)));
}

/** The part of a span that lies in the frame, wide enough to be seen; undefined where none does. */
export function barOf({ startsAt, endsAt }: Slot, frame: Frame): Bar | undefined {
  if (endsAt <= frame.from || startsAt >= frame.to) return undefined;
  const [start, end] = [shareOf(startsAt, frame), shareOf(endsAt, frame)];
  const width = Math.max(end - start, NARROWEST);
  return { x: Math.min(start, 1 - width), width };
}

/** `12.5%` */
export function percent(share: number): string {
  return `${String(Math.round(share * 100_000) / 1_000)}%`;
}

/** A bar with the words beside it. */
export interface Placed extends Bar {
  /** Where its words begin or end: after it, before it, or nowhere when neither side has room. */
  readonly label: 'after' | 'before' | 'none';
  /** Counted from the top, beginning with 0. */
  readonly lane: number;
}

/**
 * Bars in lanes so that neither they nor their words (`words`: how wide they are, as a share) cover each other. They keep their
 * order, and each takes the highest lane that has room.
 */
export function placeBars(bars: readonly (Bar & { readonly words: number })[]): Placed[] {
  const lanes: [number, number][][] = [];
  return bars.map(({ x, width, words }) => {
    const label = x + width + words <= 1 ? 'after' : x - words >= 0 ? 'before' : 'none';
    const from = label === 'before' ? x - words : x;
    const to = label === 'after' ? x + width + words : x + width;
    const free = lanes.findIndex((taken) => taken.every(([start, end]) => to <= start || from >= end));
    const lane = free < 0 ? lanes.length : free;
    lanes[lane] = [...(lanes[lane] ?? []), [from, to]];
    return { x, width, label, lane };
  });
}
