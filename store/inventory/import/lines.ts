import { isUtf8 } from 'node:buffer';
import { blocksOf, LINE_FEED, LONGEST_ROW, type Bytes } from './blocks';

/** A line without its line end and its number from 1; or the reason why it is not text. */
export type FileLine =
  { readonly line: number; readonly text: string } | { readonly line: number; readonly fault: string };

const TOO_LONG = `is longer than ${LONGEST_ROW.toLocaleString('en')} bytes; each row is one line`;
const NOT_UTF8 = 'is not UTF-8 text; save the file as UTF-8';

/** The lines of a file, LF or CRLF. Only the current line is held in memory; a byte-order mark is dropped. */
export async function* linesOf(bytes: Bytes): AsyncGenerator<FileLine> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 0;
  for await (const block of blocksOf(bytes)) {
    const data = rest.length > 0 ? Buffer.concat([rest, block]) : block;
    const end = data.lastIndexOf(LINE_FEED);
    for (const read of linesIn(data.subarray(0, Math.max(end, 0)), end >= 0)) yield numbered(++line, read);
    // cut: the line is too long in any case
    rest = data.subarray(end + 1, end + 2 + LONGEST_ROW);
  }
  for (const read of linesIn(rest, rest.length > 0)) yield numbered(++line, read);
}

interface Read {
  readonly text?: string;
  readonly fault?: string;
}

function numbered(line: number, { text, fault }: Read): FileLine {
  if (text === undefined) return { line, fault: fault ?? NOT_UTF8 };
  return { line, text: line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text };
}

/** Decodes all lines at once when all are text, which is nearly always so; otherwise one by one, to name the bad ones. */
function* linesIn(block: Buffer, any: boolean): Generator<Read> {
  if (!any) return;
  if (block.length <= LONGEST_ROW && isUtf8(block)) {
    for (const text of block.toString('utf8').split('\n')) yield { text: withoutCarriageReturn(text) };
    return;
  }
  for (let start = 0; start <= block.length;) {
    const found = block.indexOf(LINE_FEED, start);
    const end = found < 0 ? block.length : found;
    yield decoded(block.subarray(start, end));
    start = end + 1;
  }
}

function decoded(bytes: Buffer): Read {
  if (bytes.length > LONGEST_ROW) return { fault: TOO_LONG };
  return isUtf8(bytes) ? { text: withoutCarriageReturn(bytes.toString('utf8')) } : { fault: NOT_UTF8 };
}

function withoutCarriageReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
