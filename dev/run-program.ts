import { spawn, type SpawnOptions } from 'node:child_process';

/** What a finished program left: its exit code (null when a signal ended it) and everything it wrote. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a program to its end and collects what it writes, both streams together. A process group of its own, so that Ctrl-C at
 * the terminal reaches us alone. Waits for "exit" rather than "close": a server it left running keeps the pipes. Rejects only
 * when the program cannot be started, or with `timeoutMs` over (it is killed then).
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
      // the last words may still be in the pipe
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code, output: output.trim() });
      });
    });
  });
}
