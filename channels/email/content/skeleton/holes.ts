import { randomBytes } from 'node:crypto';

/** Text with places left open, each by its number. */
export type Segment = string | number;

/** Marks that stand for values while a template is rendered once for many recipients. */
export interface Holes {
  /** The mark of a hole: plain characters that no escaping touches, and no text contains. */
  mark(hole: number): string;
  /** The rendered text, cut at the marks. */
  cut(rendered: string): Segment[];
}

/** A set of marks nobody can guess, so that no title or name can pass for one. */
export function createHoles(): Holes {
  const nonce = randomBytes(12).toString('hex');
  const marks = new RegExp(`\ue000${nonce}(\\d+)\ue001`, 'u');
  return {
    mark: (hole) => `\ue000${nonce}${String(hole)}\ue001`,
    // a split with a group: texts at even places, the holes' numbers at odd ones
    cut: (rendered) => rendered.split(marks).map((piece, place) => (place % 2 === 0 ? piece : Number(piece))),
  };
}

/** Fills what `values` has; the rest stays open. Neighbouring texts become one. */
export function fill(segments: readonly Segment[], values: readonly (string | undefined)[]): Segment[] {
  const filled: Segment[] = [];
  let text = '';
  for (const segment of segments) {
    const value = typeof segment === 'string' ? segment : values[segment];
    if (value !== undefined) text += value;
    else {
      filled.push(text, segment);
      text = '';
    }
  }
  filled.push(text);
  return filled;
}

/** The text, when nothing is left open. */
export function closed(segments: readonly Segment[]): string | undefined {
  const [only, ...more] = segments;
  return typeof only === 'string' && more.length === 0 ? only : undefined;
}
