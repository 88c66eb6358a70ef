import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { eventually, isRunning } from '../../dev/processes/processes';
import { projectRoot } from '../../dev/project-root';

/** A command that starts servers, the descendants it must have before it is killed, and the signal. */
export interface Starter {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly has: readonly RegExp[];
  readonly signal: NodeJS.Signals;
  /** called just before it starts */
  readonly env?: () => Promise<NodeJS.ProcessEnv>;
}

/** The time the slowest descendant of a killed process takes to end (ms): one check a second, eight seconds to end in order. */
const GONE_MS = 20_000;

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process below the given one. */
function descendants(of: number): Process[] {
  const children = new Map<number, Process[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      children.set(parent, [...(children.get(parent) ?? []), { pid: Number(name), command }]);
    } catch {
      // ended meanwhile
    }
  }
  const below = (pid: number): Process[] => (children.get(pid) ?? []).flatMap((one) => [one, ...below(one.pid)]);
  return below(of);
}

/** Distinguishes children of this test run from a command at a terminal. */
const OURS = /^(TEST_DATABASE_|NODE_OPTIONS$|JEST_|npm_)/;

/** One test for each starter, with the real command, so that whatever it starts in future must end with it, too. */
export function leaveNothingRunning(starters: readonly Starter[]): void {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });

  test.each(starters)(
    '$name leaves nothing running when it gets $signal',
    async ({ command: [program, ...args], has, signal, env: more }) => {
      const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
      const child = spawn(program, args, {
        cwd: projectRoot(),
        env: { ...env, ...(await more?.()) },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      started.push(child);
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const pid = child.pid ?? 0;
      const isUp = () => has.every((one) => descendants(pid).some(({ command }) => one.test(command)));
      await eventually(() => isUp() || child.exitCode !== null, 120_000);
      if (!isUp()) throw new Error(`${program} ${args.join(' ')} ended or does not start everything:\n${output}`);
      const all = descendants(pid);

      child.kill(signal);
      await eventually(() => all.every((one) => !isRunning(one.pid)), GONE_MS);
      expect(all.filter((one) => isRunning(one.pid)).map(({ command }) => command)).toEqual([]);
    },
    180_000,
  );
}

/** For benchmarks and tests, which run these below them. */
export const POSTGRES = /\/postgres -D/;
export const TEMPORAL = /temporal\S* server start-dev/;
