import type { Io } from './io';

/** How far something has come, on one line of a terminal; silent where nobody looks. */
export interface Progress {
  readonly add: (bytes: number) => void;
  /** Takes the line away, so that something else can be said. */
  readonly clear: () => void;
}

const WIDTH = 24;
/** Milliseconds between two drawings. */
const PACE = 100;

/** `size` in bytes when it is known. */
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
