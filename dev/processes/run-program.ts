import { spawn, type SpawnOptions } from 'node:child_process';

/** What a finished program left: its exit code (null when a signal ended it) and everything it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

const LAST_WORDS_MS = 1_000;

/**
 * Runs a program to its end and collects what it writes, both streams together. A process group of its own, so that Ctrl-C at
 * the terminal reaches us alone. Its last words may reach us after its end; a server it left running keeps the pipes open for
 * good, so they are waited for a second at most. Rejects only when the program cannot be started, or with `timeoutMs` over (it
 * is killed then).
 */
export function runProgram(
  file: string,
  args: readonly string[],
  { timeoutMs, ...options }: SpawnOptions & { readonly timeoutMs?: number } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      detached: true,
      windowsHide: true,
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            child.kill('SIGKILL');
            reject(new Error(`${file} took longer than ${String(timeoutMs / 1000)} s`));
          }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      const patience = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, LAST_WORDS_MS);
      child.once('close', () => {
        clearTimeout(patience);
        resolve({ code, output: output.trim() });
      });
    });
  });
}
