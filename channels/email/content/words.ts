/** Text hygiene shared by the mails. */

// Control characters, and the marks that turn the direction of text around and could make it read as something else.
const UNWANTED = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** What most values are, and stays as it is: printable ASCII without doubled blanks. */
const PLAIN_LINE = /^(?:[!-~]+(?: [!-~]+)*)?$/;
/** Half of a surrogate pair has no UTF-8 form. */
const BROKEN = /\p{Cs}/gu;

/** The value as one line: line breaks and tabs become a blank, other control characters go, blanks collapse. */
export function oneLine(value: string): string {
  if (PLAIN_LINE.test(value)) return value;
  return value
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(UNWANTED, '')
    .replace(BROKEN, '\ufffd')
    .trim();
}

/** Running text as lines, without control characters and without blank lines at either end. */
export function linesOf(value: string): string[] {
  return value
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .trim()
    .split('\n')
    .map((line) => line.replace(UNWANTED, '').replace(BROKEN, '\ufffd').trimEnd());
}

/** The text cut to at most `max` characters, at a blank where one is near, with an ellipsis. */
export function shorten(value: string, max: number): string {
  const characters = Array.from(value);
  if (characters.length <= max) return value;
  const cut = characters.slice(0, max - 1).join('');
  const blank = cut.lastIndexOf(' ');
  return `${(blank > max / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`;
}

/**
 * A text body for reading in a fixed width: over-long lines are broken at blanks and keep their indentation, more than one
 * empty line becomes one. Lines with a column gap (two blanks inside) belong to a table and stay whole.
 */
export function wrapBody(body: string): string {
  return `${body
    .split('\n')
    .flatMap((line) => wrapLine(line.trimEnd()))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** One line of a text body as lines of at most 78 characters. */
export function wrapLine(line: string, width = 78): string[] {
  if (line.length <= width || /\S {2,}\S/.test(line)) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trimStart().split(' ')) {
    if (current !== '' && indent.length + current.length + 1 + word.length > width) {
      lines.push(indent + current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, indent + current];
}
