import { wrapLine } from '../words';
import { closed, fill, type Holes, type Segment } from './holes';

export interface Bodies {
  readonly text: string;
  readonly html: string;
}

/** A stretch of the text body: finished lines, or one line that is wrapped once it is filled. */
type Stretch = string | { readonly line: readonly Segment[] };

/** Both bodies of a mail with places left open. Values are given by hole; `undefined` leaves the hole open. */
export class Skeleton {
  private constructor(
    private readonly html: readonly Segment[],
    private readonly text: readonly Stretch[],
  ) {}

  /** From bodies rendered with marks, the text as the template gave it. */
  static of(rendered: Bodies, holes: Holes): Skeleton {
    return new Skeleton(holes.cut(rendered.html), layOut(rendered.text.split('\n').map((line) => holes.cut(line))));
  }

  /** Fills holes, for a person or for all of an organization. Undefined when a line would come out empty. */
  fill(values: readonly (string | undefined)[], escaped: readonly (string | undefined)[]): Skeleton | undefined {
    const text: Stretch[] = [];
    let lines = '';
    for (const stretch of this.text) {
      const filled = typeof stretch === 'string' ? stretch : this.filledLine(stretch.line, values);
      if (filled === undefined) return undefined;
      if (typeof filled === 'string') lines += filled;
      else {
        text.push(lines, filled);
        lines = '';
      }
    }
    text.push(lines);
    return new Skeleton(fill(this.html, escaped), text);
  }

  /** The bodies, when nothing is left open. */
  get bodies(): Bodies | undefined {
    const html = closed(this.html);
    const [text, ...more] = this.text;
    return html !== undefined && typeof text === 'string' && more.length === 0 ? { html, text } : undefined;
  }

  private filledLine(line: readonly Segment[], values: readonly (string | undefined)[]): Stretch | undefined {
    const filled = fill(line, values);
    const text = closed(filled);
    if (text === undefined) return { line: filled };
    // an empty line would change how the lines around it are laid out
    return text.trim() === '' ? undefined : `${wrapLine(text.trimEnd()).join('\n')}\n`;
  }
}

/** The layout of words.ts's wrapBody, with lines left open: no two empty lines in a row, none at either end. */
function layOut(lines: readonly Segment[][]): Stretch[] {
  const stretches: Stretch[] = [];
  let done = '';
  let blanks = 0;
  for (const line of lines) {
    const text = closed(line)?.trimEnd();
    if (text === '') {
      blanks++;
      continue;
    }
    const gap = blanks > 0 && (done !== '' || stretches.length > 0) ? '\n' : '';
    blanks = 0;
    if (text !== undefined) done += `${gap}${wrapLine(text).join('\n')}\n`;
    else {
      stretches.push(done + gap, { line });
      done = '';
    }
  }
  return [...stretches, done];
}
