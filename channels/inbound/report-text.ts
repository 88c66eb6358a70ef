import { addressKey } from '../../domain/delivery/address-form';
import { addressFault } from '../../domain/delivery/mail-address';

/** Small readings that reports in fields and reports in sentences share. All of them walk their text once. */

/** Characters kept of a server's words. */
const WORDS_MAX = 1_000;

export function oneLine(words: string): string {
  return words
    .slice(0, 4 * WORDS_MAX)
    .split(/\s/)
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, WORDS_MAX);
}

/** The first address among the words, as addresses are compared: `<ada@acme.example>:`, `"ada@acme.example"`; undefined without one. */
export function addressIn(text: string): string | undefined {
  for (const word of text.slice(0, WORDS_MAX).split(/\s/)) {
    if (!word.includes('@')) continue;
    const address = bare(word);
    if (addressFault(address) === undefined) return addressKey(address);
  }
  return undefined;
}

const BEFORE = '<("\'[;';
const AFTER = '>)"\'],;:.';

function bare(word: string): string {
  let from = 0;
  let to = word.length;
  while (from < to && BEFORE.includes(word[from] ?? '')) from++;
  while (to > from && AFTER.includes(word[to - 1] ?? '')) to--;
  const inner = word.slice(from, to);
  const [type = '', rest] = inner.split(/[:;]/, 2);
  // mailto:ada@acme.example, rfc822;ada@acme.example
  return rest !== undefined && !type.includes('@') ? rest : inner;
}
