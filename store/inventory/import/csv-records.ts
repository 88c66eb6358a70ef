import { isUtf8 } from 'node:buffer';
import { CsvError, Parser } from 'csv-parse';
import { LINE_FEED, LONGEST_ROW, type Blocks } from './blocks';

/** A record of a CSV file (RFC 4180) with the line it begins on, from 1; or the reason why it cannot be read. */
export type CsvRecord =
  { readonly line: number; readonly cells: readonly string[] } | { readonly line: number; readonly fault: string };

const TOO_LONG = `is longer than ${LONGEST_ROW.toLocaleString('en')} bytes, which no row is`;
const NOT_UTF8 = 'is not UTF-8 but perhaps Latin-1 text; save the file as UTF-8, in Excel as "CSV UTF-8"';
const NOT_CLOSED =
  'has a quote that is not closed at the end of its cell; close it there, and double the quotes that belong to the text';
const QUOTE_INSIDE = 'has a quote inside a cell; put the whole cell in quotes and double the inner ones';
const TEXT_AFTER_QUOTE = 'has text after a closing quote; double the quotes inside a cell';

/**
 * The records in order, many at a time. Spaces around a cell are dropped, those in quotes are kept. At most one block and the
 * current record are held in memory. A malformed record is reported with its first line, and reading continues with the next
 * line, so that a forgotten quote spoils no other row.
 */
export async function* recordsOf(blocks: Blocks, separator: string): AsyncGenerator<readonly CsvRecord[]> {
  let parser = new CellParser(separator);
  // from the start of the current record
  let held: Buffer = Buffer.alloc(0);
  let line = 1;
  let isInLongLine = false;
  for (;;) {
    const block = await blocks.next();
    if (isInLongLine) {
      if (!block) return;
      const end = block.indexOf(LINE_FEED);
      isInLongLine = end < 0;
      if (!isInLongLine) blocks.putBack(block.subarray(end + 1));
      continue;
    }
    if (block) held = held.length > 0 ? Buffer.concat([held, block]) : block;
    const { records, error, isOnLaterLine } = await parser.readBlock(block);
    const found: CsvRecord[] = [];
    let start = 0;
    for (const cells of records) {
      const lines = 1 + breaksIn(cells);
      const end = afterLines(held, start, lines);
      // csv-parse writes it for bytes it cannot decode, but the file may contain it as well
      const isText = !cells.some((cell) => cell.includes('\ufffd')) || isUtf8(held.subarray(start, end));
      found.push(isText ? { line, cells } : { line, fault: NOT_UTF8 });
      line += lines;
      start = end;
    }
    held = held.subarray(start);
    const isFaulty = error !== undefined || held.length > LONGEST_ROW;
    if (isFaulty) {
      const end = held.indexOf(LINE_FEED);
      found.push({ line, fault: faultOf(error, end < 0, isOnLaterLine) });
      line += 1;
      isInLongLine = end < 0;
      if (!isInLongLine) blocks.putBack(held.subarray(end + 1));
      held = Buffer.alloc(0);
      parser = new CellParser(separator);
    }
    if (found.length > 0) yield found;
    if (!block && !isFaulty) return;
  }
}

/** csv-parse, up to the first malformed record. */
class CellParser extends Parser {
  #records: (readonly string[])[] = [];
  /** The end of the last record, as csv-parse counts lines. */
  #lines = 0;

  constructor(separator: string) {
    super({
      delimiter: separator,
      record_delimiter: ['\r\n', '\n'],
      trim: true,
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
    });
    // readBlock() reports this as well
    this.on('error', () => undefined);
  }

  /** The records that this block completes, and the fault of the record after them; undefined at the end of the file. */
  async readBlock(block: Buffer | undefined) {
    this.#records = [];
    const error = await new Promise<Error | undefined>((resolve) => {
      const tell = (fault?: Error | null) => resolve(fault ?? undefined);
      if (block) this.write(block, tell);
      else this.end(tell);
    });
    if (error && !(error instanceof CsvError)) throw error;
    return { records: this.#records, error, isOnLaterLine: Number(error?.lines) > this.#lines + 1 };
  }

  /** Reads records from a list: a stream of objects costs a promise for each. */
  override push(record: readonly string[] | null): boolean {
    if (record === null) return super.push(null);
    this.#records.push(record);
    this.#lines = this.info.lines;
    // csv-parse creates an error for each record whose length differs from the first, which costs as much as a hundred records
    (this.info as { records: number }).records = 0;
    return true;
  }
}

/** The position after that many lines, counted from `start`. */
function afterLines(bytes: Buffer, start: number, lines: number): number {
  let end = start;
  for (let line = 0; line < lines; line++) {
    const found = bytes.indexOf(LINE_FEED, end);
    if (found < 0) return bytes.length;
    end = found + 1;
  }
  return end;
}

function faultOf(error: CsvError | undefined, isOneLine: boolean, isOnLaterLine: boolean): string {
  switch (error?.code) {
    case undefined:
    case 'CSV_MAX_RECORD_SIZE':
      return isOneLine ? TOO_LONG : NOT_CLOSED;
    case 'CSV_QUOTE_NOT_CLOSED':
      return NOT_CLOSED;
    case 'INVALID_OPENING_QUOTE':
      return QUOTE_INSIDE;
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return isOnLaterLine ? NOT_CLOSED : TEXT_AFTER_QUOTE;
    default:
      throw error ?? new Error('unreachable');
  }
}

/** Line breaks in quotes; csv-parse counts CRLF there as two lines. */
export function breaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => (cell.includes('\n') ? count + cell.split('\n').length - 1 : count), 0);
}
