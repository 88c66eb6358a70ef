import { setTimeout as pause } from 'node:timers/promises';
import type { Io } from './io';
import { run } from './run';

/** Runs the command that this process was started with; its exit code is that of the command. */
export function start(about: Pick<Io, 'version' | 'checkout'>): void {
  // the reader closed the pipe, as in `forewarn windows | head`
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });

  void run(process.argv.slice(2), {
    ...about,
    env: process.env,
    folder: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    pause: (ms) => pause(ms),
  }).then((code) => {
    process.exitCode = code;
  });
}
