#!/usr/bin/env node
import { setTimeout as pause } from 'node:timers/promises';
import { packageFolder } from './package';
import { run } from './run';

// the reader closed the pipe, as in `forewarn windows | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void run(process.argv.slice(2), {
  env: process.env,
  folder: process.cwd(),
  checkout: packageFolder(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  pause: (ms) => pause(ms),
}).then((code) => {
  process.exitCode = code;
});
