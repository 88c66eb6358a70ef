import type { BodyPiece, OutgoingMail } from '../../../../activities/ports/mail';
import { wrapLine } from '../words';
import { closed, fill, type Holes, type Segment } from './holes';

export interface Bodies {
  readonly text: string;
  readonly html: string;
  /** See OutgoingMail. */
  readonly pieces?: OutgoingMail['pieces'];
}

/** What is fixed, as pieces, with the holes between. */
interface Fixed {
  readonly html: readonly (BodyPiece | number)[];
  readonly text: readonly (BodyPiece | Exclude<Stretch, string>)[];
}

/** A stretch of the text body: finished lines, or one line that is wrapped once it is filled. */
type Stretch = string | { readonly line: readonly Segment[] };

/** Both bodies of a mail with places left open. Values are given by hole; `undefined` leaves the hole open. */
export class Skeleton {
  private fixed: Fixed | undefined;

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

  /**
   * The bodies with the last holes filled; what was fixed before are pieces that all of them share. Undefined when a line would
   * come out empty, or a hole stays open.
   */
  close(values: readonly (string | undefined)[], escaped: readonly (string | undefined)[]): Bodies | undefined {
    this.fixed ??= { html: this.html.map(pieceOf), text: this.text.map(pieceOf) };
    const html: BodyPiece[] = [];
    for (const part of this.fixed.html) {
      const piece = typeof part === 'number' ? pieceOf(escaped[part]) : part;
      if (!piece) return undefined;
      html.push(piece);
    }
    const text: BodyPiece[] = [];
    for (const part of this.fixed.text) {
      const piece = 'line' in part ? pieceOf(this.filledLine(part.line, values)) : part;
      if (!piece || 'line' in piece) return undefined;
      text.push(piece);
    }
    return { html: joined(html), text: joined(text), pieces: { html, text } };
  }

  private filledLine(line: readonly Segment[], values: readonly (string | undefined)[]): Stretch | undefined {
    const filled = fill(line, values);
    const text = closed(filled);
    if (text === undefined) return { line: filled };
    // an empty line would change how the lines around it are laid out
    return text.trim() === '' ? undefined : `${wrapLine(text.trimEnd()).join('\n')}\n`;
  }
}

/** A text as a piece; what is still open stays as it is. */
function pieceOf<T>(part: T | string): Exclude<T, string> | BodyPiece {
  return typeof part === 'string' ? { text: part } : (part as Exclude<T, string>);
}

function joined(pieces: readonly BodyPiece[]): string {
  let text = '';
  for (const piece of pieces) text += piece.text;
  return text;
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
