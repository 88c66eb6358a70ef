import type { Bytes } from './blocks';
import { linesOf } from './lines';
import { unreadable, type SourceRow } from './source';

/** JSON Lines: each line is one row, an object with the field names; blank lines are skipped. */
export async function* readJsonLines(bytes: Bytes): AsyncGenerator<SourceRow> {
  for await (const read of linesOf(bytes)) {
    const { line } = read;
    if ('fault' in read) yield unreadable(line, '(line)', read.fault);
    else if (read.text.trim() !== '') yield parsed(line, read.text);
  }
}

function parsed(line: number, text: string): SourceRow {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable(line, '(line)', 'is not JSON; each line holds one object, such as {"id":"acme"}');
  }
  return holdsHalfACharacter(text, value)
    ? unreadable(line, '(line)', 'holds half a surrogate pair; write the whole character')
    : { line, value };
}

/**
 * JSON can encode half a surrogate pair, but no database and no mail can carry it. When written out again, only such halves are
 * still escaped.
 */
function holdsHalfACharacter(text: string, value: unknown): boolean {
  if (!/\\u[dD]/.test(text)) return false;
  return /\\ud[89a-f]/.test(JSON.stringify(value).replaceAll('\\\\', ''));
}
