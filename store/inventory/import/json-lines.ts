import type { Bytes } from './blocks';
import { linesOf } from './lines';
import { unreadable, type SourceRow } from './source';

/** JSON Lines: one row a line, an object with the fields' names; blank lines are skipped. */
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

/** JSON can spell one; no database and no mail can carry it. Written out again, only such halves are still escaped. */
function holdsHalfACharacter(text: string, value: unknown): boolean {
  if (!/\\u[dD]/.test(text)) return false;
  return /\\ud[89a-f]/.test(JSON.stringify(value).replaceAll('\\\\', ''));
}
