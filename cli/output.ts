import { styleText } from 'node:util';
import Table from 'cli-table3';
import { Refused } from './failures';
import type { Io } from './io';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** Output of the command: results on stdout, everything else on stderr, colours only on a terminal. */
export interface Output {
  readonly json: boolean;
  /** The result: the value as JSON, or the text `human` makes of it. */
  readonly result: (value: unknown, human: () => string) => void;
  /** A line for the person at the terminal; omitted with --json. */
  readonly note: (text: string) => void;
  readonly failure: (error: unknown) => void;
  readonly style: (style: Style, text: string) => string;
}

export function createOutput(io: Io, options: { json: boolean; color: boolean }): Output {
  const { json } = options;
  const wanted = options.color && (io.env.NO_COLOR ?? '') === '';
  const paint = (isTerminal: boolean | undefined) => (style: Style, text: string) =>
    wanted && isTerminal === true ? styleText(style, text, { validateStream: false }) : text;
  const style = paint(io.stdout.isTTY);
  return {
    json,
    style,
    result(value, human) {
      io.stdout.write(`${json ? JSON.stringify(value, null, 2) : human()}\n`);
    },
    note(text) {
      if (!json) io.stderr.write(`${text}\n`);
    },
    failure(error) {
      const text = json ? JSON.stringify(failureValue(error), null, 2) : failureText(error, paint(io.stderr.isTTY));
      io.stderr.write(`${text}\n`);
    },
  };
}

function failureValue(error: unknown): unknown {
  if (error instanceof Refused) return error.problem;
  return { title: titleOf(error), detail: messageOf(error), code: 'cli', errors: [] };
}

/** Title, the detail with its remedy, the faulty fields, and where the code is explained. */
function failureText(error: unknown, style: (style: Style, text: string) => string): string {
  if (!(error instanceof Refused)) return `${style('red', 'forewarn:')} ${messageOf(error)}`;
  const { title, detail, errors, type, code } = error.problem;
  const fields = errors.length > 1 || errors[0]?.message !== detail ? errors : [];
  return [
    `${style('red', 'forewarn:')} ${style('bold', printable(title))}`,
    `  ${printable(detail)}`,
    ...fields.map(({ field, message }) => `  - ${printable(field)}: ${printable(message)}`),
    style('dim', `  (${[code, ...(type === undefined ? [] : [type])].join(', ')})`),
  ].join('\n');
}

function titleOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Failure';
}

function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}

/** Text from others for a terminal, without the characters that could move the cursor or set colours. */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters left out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}

/** Columns under a heading, without rules; the caller makes text from others printable. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = '';
  const made = new Table({
    head: [...head],
    chars: {
      ...{ top: none, 'top-mid': none, 'top-left': none, 'top-right': none },
      ...{ bottom: none, 'bottom-mid': none, 'bottom-left': none, 'bottom-right': none },
      ...{ left: none, 'left-mid': none, mid: none, 'mid-mid': none, right: none, 'right-mid': none, middle: '  ' },
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  made.push(...rows.map((row) => [...row]));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** `2026-12-10 01:00 UTC`; a dash for something that has not happened. */
export function instant(iso: string | null | undefined): string {
  return iso ? `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC` : '-';
}

export function figure(value: number): string {
  return value.toLocaleString('en');
}

/** `1 row`, `12,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
