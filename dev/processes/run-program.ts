import { spawn, type SpawnOptions } from 'node:child_process';

/** The result of a finished program: its exit code (null when a signal ended it) and its output. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

const LAST_WORDS_MS = 1_000;

/**
 * Runs a program to its end and collects its output, both streams together. It has a process group of its own, so that Ctrl-C
 * at the terminal reaches only us. Its last output may arrive after its end; a server it left running keeps the pipes open, so
 * the wait is a second at most. Rejects only when the program cannot be started, or after `timeoutMs` (the program is then
 * killed).
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
