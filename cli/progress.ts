import type { Io } from './io';

/** A progress line on a terminal; does nothing when stderr is not a terminal. */
export interface Progress {
  readonly add: (bytes: number) => void;
  /** Removes the line, so that something else can be printed. */
  readonly clear: () => void;
}

const WIDTH = 24;
/** Milliseconds between two updates. */
const PACE = 100;

/** `size` is in bytes, where it is known. */
export function createProgress(io: Io, what: string, size: number | undefined, isWanted: boolean): Progress {
  const { stderr } = io;
  if (!isWanted || stderr.isTTY !== true) return { add: () => undefined, clear: () => undefined };
  let done = 0;
  let drawnAt = 0;
  let isDrawn = false;
  const draw = () => {
    const text = `${what} ${bar(done, size)}`;
    stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
    isDrawn = true;
  };
  return {
    add(bytes) {
      done += bytes;
      const now = performance.now();
      if (now - drawnAt < PACE && done !== size) return;
      drawnAt = now;
      draw();
    },
    clear() {
      if (isDrawn) stderr.write('\r\u001b[K');
      isDrawn = false;
      drawnAt = 0;
    },
  };
}

function bar(done: number, size: number | undefined): string {
  if (size === undefined || size === 0) return megabytes(done);
  const share = Math.min(1, done / size);
  const filled = Math.round(share * WIDTH);
  const line = `${'='.repeat(filled)}${' '.repeat(WIDTH - filled)}`;
  return `[${line}] ${String(Math.round(share * 100))} %, ${megabytes(done)} of ${megabytes(size)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
