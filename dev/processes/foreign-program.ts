import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { endLeftBehind, writePid } from './processes';

/**
 * node foreign-program.js <pid file> <program> <argument>…
 * Runs a program that cannot see its parent die, as a child of `npm start` that can (end-with-parent.cjs). Its process number
 * is noted, so that one left behind because this wrapper itself was killed is ended before the next one begins.
 */
async function main([pidFile, program, ...args]: readonly string[]): Promise<void> {
  if (!pidFile || !program) throw new Error('usage: foreign-program <pid file> <program> <argument>…');
  await endLeftBehind(pidFile);
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (child.pid) writePid(pidFile, child.pid, program);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => child.kill('SIGTERM'));
  process.on('exit', () => child.kill('SIGKILL'));
  child.once('error', (error) => {
    console.error(`${program} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => {
    rmSync(pidFile, { force: true });
    process.exit(code ?? 1);
  });
}

void main(process.argv.slice(2));
