import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { withParent } from '../../dev/processes/with-parent';
import { projectRoot } from '../../dev/project-root';
import { pythonPackages } from './clients/tools';

export interface PythonProgram {
  /** All it has written, both streams together. */
  readonly output: () => string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/**
 * Runs Python with the packages of `test/support/python/<requirements>.txt`, which are installed once into `.cache/tools`. It ends
 * with this process.
 */
export async function startPython(
  requirements: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<PythonProgram> {
  const file = path.join(projectRoot(), 'test', 'support', 'python', `${requirements}.txt`);
  const packages = await pythonPackages(requirements, file);
  const { command, args: all } = withParent('python3', args);
  const child = spawn(command, all, {
    env: { ...process.env, PYTHONUNBUFFERED: '1', ...env, PYTHONPATH: packages },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const note = (chunk: Buffer) => (written += chunk.toString());
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  return {
    child,
    output: () => written,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
