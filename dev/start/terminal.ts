import { styleText } from 'node:util';

/** Output of `npm start`: short lines, plain when the output is no terminal or NO_COLOR is set. */
export interface Terminal {
  readonly say: (line: string) => void;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

export function createTerminal(out: NodeJS.WriteStream = process.stdout): Terminal {
  // a closed pipe (`npm start | head`) must not end everything that runs
  out.on('error', () => undefined);
  const colour = out.isTTY && !process.env.NO_COLOR;
  const style = (format: 'bold' | 'dim') => (text: string) => (colour ? styleText(format, text) : text);
  return {
    say: (line) => out.write(`${line}\n`),
    bold: style('bold'),
    dim: style('dim'),
  };
}

/** Seconds since `start` (ms, from performance.now) for people: `2.4 s`. */
export function secondsSince(start: number): string {
  return `${((performance.now() - start) / 1_000).toFixed(1)} s`;
}
