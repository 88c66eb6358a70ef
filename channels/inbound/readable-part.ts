/**
 * The part of a mail that is read (T8). Whoever can mail the mailbox chooses these bytes, and every reader of MIME takes time
 * for each line, part and comma: so that much is read and no more, whatever comes. The rest is not lost, it is not looked at:
 * reports and answers stand at the beginning of a mail.
 */

/** Bytes, lines, octets of one line, and lines that may begin a part. */
export const READ_MAX = { bytes: 512 * 1024, lines: 5_000, line: 8_192, parts: 200 } as const;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;

/** Lines looked at, of which the empty ones among them are not kept. */
const WALKED_MAX = 4 * READ_MAX.lines;

export interface ReadablePart {
  readonly bytes: Uint8Array;
  /** There is more, apart from empty lines. */
  readonly isCut: boolean;
}

/** One walk over the bytes. More than two empty lines in a row are two; a longer line is cut. */
export function readablePart(raw: Uint8Array): ReadablePart {
  const whole = raw.subarray(0, READ_MAX.bytes);
  const kept: Uint8Array[] = [];
  let lines = 0;
  let empty = 0;
  let parts = 0;
  let from = 0;
  let isCut = raw.length > whole.length;
  for (let walked = 0; from < whole.length && lines < READ_MAX.lines && walked < WALKED_MAX; walked++) {
    const end = whole.indexOf(LF, from);
    const to = end < 0 ? whole.length : end + 1;
    const line = whole.subarray(from, to);
    from = to;
    empty = isEmpty(line) ? empty + 1 : 0;
    if (empty > 2) continue;
    if (line[0] === DASH && line[1] === DASH && ++parts > READ_MAX.parts)
      return { bytes: Buffer.concat(kept), isCut: true };
    lines++;
    isCut ||= line.length > READ_MAX.line;
    kept.push(line.length > READ_MAX.line ? cut(line) : line);
  }
  return { bytes: Buffer.concat(kept), isCut: isCut || from < whole.length };
}

function isEmpty(line: Uint8Array): boolean {
  return line.length === 0 || line[0] === LF || (line[0] === CR && (line.length === 1 || line[1] === LF));
}

function cut(line: Uint8Array): Uint8Array {
  return Buffer.concat([line.subarray(0, READ_MAX.line - 2), Buffer.from('\r\n')]);
}
