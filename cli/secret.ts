import { Unusable } from './failures';
import type { Io } from './io';

/** As long as a line with a token can be. */
const LONGEST = 1_000;

/** Ctrl-C and Ctrl-D, which a terminal passes on as they are while it shows nothing. */
const ENDS_INPUT = new Set(['\u0003', '\u0004']);
const ERASES = new Set(['\u007f', '\b']);

/** The first line of the standard input, trimmed; asked for, and not shown, at a terminal. Throws Unusable when there is none. */
export async function readSecret({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>, question: string): Promise<string> {
  const isTerminal = stdin.isTTY === true;
  const hide = (on: boolean) => isTerminal && stdin.setRawMode?.(on);
  if (isTerminal) stderr.write(question);
  hide(true);
  let line = '';
  try {
    for await (const piece of stdin) {
      for (const character of Buffer.from(piece).toString('utf8')) {
        if (character === '\r' || character === '\n' || ENDS_INPUT.has(character)) {
          // before the stream ends with the loop
          hide(false);
          return given(ENDS_INPUT.has(character) ? '' : line);
        }
        line = ERASES.has(character) ? line.slice(0, -1) : line + character;
        if (line.length > LONGEST) throw new Unusable('The standard input is no token: its first line is too long.');
      }
    }
  } finally {
    if (isTerminal) stderr.write('\n');
  }
  return given(line);
}

function given(line: string): string {
  const secret = line.trim();
  if (secret !== '') return secret;
  throw new Unusable('No token was given. An administrator issues them (`forewarn tokens add`).');
}
