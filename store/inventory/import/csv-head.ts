/** What the first bytes of a CSV file tell about the rest. */
export type CsvHead =
  | {
      readonly separator: string;
      /** The same bytes without a byte-order mark. */
      readonly block: Buffer;
    }
  | { readonly fault: string };

const SEPARATORS = [',', ';', '\t'] as const;
const SAVE_AS = 'save it as UTF-8, in Excel as "CSV UTF-8"';

/** First bytes of files that are not UTF-8 CSV but are often uploaded as such. */
const FOREIGN: readonly (readonly [start: Buffer, what: string])[] = [
  [Buffer.from([0xff, 0xfe]), 'UTF-16 text'],
  [Buffer.from([0xfe, 0xff]), 'UTF-16 text'],
  [Buffer.from('PK\u0003\u0004'), 'a workbook, not the text of its sheet'],
];
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Reads the first bytes of a file, which hold its header. `names` are the possible column names in lower case; the separator is
 * the one that produces most of them.
 */
export function headOf(first: Buffer, names: ReadonlySet<string>): CsvHead {
  const foreign = FOREIGN.find(([start]) => startsWith(first, start));
  // without a mark, every other byte of UTF-16 is zero
  const what = foreign?.[1] ?? (first.subarray(0, 2).includes(0) ? 'UTF-16 text' : undefined);
  if (what !== undefined) return { fault: `is ${what}; ${SAVE_AS}` };
  const block = startsWith(first, BYTE_ORDER_MARK) ? first.subarray(BYTE_ORDER_MARK.length) : first;
  const lines = block.toString('utf8').split('\n');
  const header = lines.find((line) => /[^\s,;"]/.test(line))?.trim() ?? '';
  if (header.includes('\r')) {
    return { fault: 'has lines that end with a carriage return alone; save it with line feeds' };
  }
  const there = SEPARATORS.filter((separator) => header.includes(separator));
  const known = (separator: string) => header.split(separator).filter((cell) => names.has(nameOf(cell))).length;
  const most = Math.max(...there.map(known));
  const [separator = ',', ...others] = there.filter((candidate) => known(candidate) === most);
  if (others.length === 0) return { separator, block };
  const found = [separator, ...others].map(separatorName).join(' and by ');
  return { fault: `has columns separated by ${found}; separate all of them by a comma` };
}

/** A column's name as it is compared: lower case, without quotes. */
export function nameOf(cell: string): string {
  return cell.replaceAll('"', '').trim().toLowerCase();
}

/** The name of a separator. */
export function separatorName(separator: string): string {
  return separator === '\t' ? 'a tab' : `"${separator}"`;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}
