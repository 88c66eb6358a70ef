import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The log file of one child process. */
export interface ChildLog {
  readonly file: string;
  /** Writes every line of the stream to the file and passes it on. */
  follow(stream: Readable, onLine: (line: string) => void): void;
  note(line: string): void;
  close(): Promise<void>;
}

/** Opens `<folder>/<name>.log`; the previous run's log is kept as `<name>.previous.log`. */
export function openChildLog(folder: string, name: string): ChildLog {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  if (existsSync(file)) renameSync(file, path.join(folder, `${name}.previous.log`));
  const out = createWriteStream(file, { mode: 0o600 });
  // a full disk must not end everything
  out.on('error', () => undefined);
  const write = (line: string) => {
    if (out.writable) out.write(`${line}\n`);
  };
  return {
    file,
    follow: (stream, onLine) => {
      createInterface({ input: stream }).on('line', (line) => {
        write(line);
        onLine(line);
      });
    },
    note: write,
    close: () => new Promise((resolve) => out.end(resolve)),
  };
}

const ERROR = 50;

/**
 * The part of a line to show on the terminal: the message of a JSON log line that is an error or marked notable; or a line on
 * stderr that is neither JSON nor a stack nor a Node warning. Nothing for other lines.
 */
export function worthShowing(line: string, stream: 'stdout' | 'stderr'): string | undefined {
  const entry = parseJson(line);
  if (entry) {
    const isError = typeof entry.level === 'number' && entry.level >= ERROR;
    if (!isError && entry.notable !== true) return undefined;
    const cause = isRecord(entry.err) && typeof entry.err.message === 'string' ? `: ${entry.err.message}` : '';
    return `${typeof entry.msg === 'string' ? entry.msg : 'error'}${cause}`;
  }
  const plain = stream === 'stderr' && line.trim() !== '' && !/^\s|^\(node:\d+\)|^\(Use `node|^Node\.js v/.test(line);
  return plain ? line : undefined;
}

function parseJson(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
