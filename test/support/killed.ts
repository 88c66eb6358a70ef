import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { eventually, isRunning } from '../../dev/processes/processes';
import { projectRoot } from '../../dev/project-root';

/** A command that starts servers, what has to be among its descendants before it is killed, and how it is. */
export interface Starter {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly has: readonly RegExp[];
  readonly signal: NodeJS.Signals;
  /** Asked for just before it starts. */
  readonly env?: () => Promise<NodeJS.ProcessEnv>;
}

/** How long the slowest of a killed process's descendants takes: a look a second, eight to end in order. */
const GONE_MS = 20_000;

interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Every process below the one given. */
function descendants(of: number): Process[] {
  const children = new Map<number, Process[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      children.set(parent, [...(children.get(parent) ?? []), { pid: Number(name), command }]);
    } catch {
      // it ended meanwhile
    }
  }
  const below = (pid: number): Process[] => (children.get(pid) ?? []).flatMap((one) => [one, ...below(one.pid)]);
  return below(of);
}

/** What tells a child of this run of tests from a command at a terminal. */
const OURS = /^(TEST_DATABASE_|NODE_OPTIONS$|JEST_|npm_)/;

/** One test for each starter: the real command, so that what somebody adds to it tomorrow ends with it, too. */
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

/** Of benchmarks and tests: whatever runs below. */
export const POSTGRES = /\/postgres -D/;
export const TEMPORAL = /temporal\S* server start-dev/;
