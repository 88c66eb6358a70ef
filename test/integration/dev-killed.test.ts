import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { eventually, isRunning } from '../../dev/processes/processes';
import { projectRoot } from '../../dev/project-root';

/**
 * What starts servers, with what has to be among its descendants before it is killed. The real commands: what they start today
 * and what somebody adds tomorrow ends with them, or this fails.
 */
const STARTERS: readonly {
  readonly name: string;
  readonly command: readonly string[];
  readonly has: readonly RegExp[];
  readonly signal: NodeJS.Signals;
}[] = [
  {
    name: 'a test run with its PostgreSQL, Temporal, time-skipping server, worker and API',
    command: [
      ...['node_modules/jest/bin/jest.js', '--selectProjects=workflows', '--selectProjects=integration'],
      ...['--maxWorkers=2', '--testPathPatterns=(workflows/channel-loop|integration/poison)'],
    ],
    has: [/\/postgres -D/, /temporal\S* server start-dev/, /temporal-test-server/, /dist\/worker\/main/, /dist\/api\/main/],
    signal: 'SIGKILL',
  },
  {
    name: 'a benchmark with its PostgreSQL and sinks',
    command: ['--import', 'tsx', 'bench/run.ts', 'fanout'],
    has: [/\/postgres -D/, /sink\.ts 20/],
    signal: 'SIGKILL',
  },
  {
    name: 'a benchmark, asked to end,',
    command: ['--import', 'tsx', 'bench/run.ts', 'fanout'],
    has: [/\/postgres -D/, /sink\.ts 20/],
    signal: 'SIGTERM',
  },
  {
    name: 'a benchmark of npm start',
    command: ['--import', 'tsx', 'bench/run.ts', 'start'],
    has: [/\/postgres -D/, /temporal\S* server start-dev/, /mail-desk/, /statuspage/, /slack/],
    signal: 'SIGKILL',
  },
];

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

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

test.each(STARTERS)(
  '$name leaves nothing running when it is killed ($signal)',
  async ({ command, has, signal }) => {
    const env = { ...process.env };
    // as from a terminal: with a server of its own, and no knowledge of this run
    for (const name of ['TEST_DATABASE_SERVER', 'TEST_DATABASE_RUN', 'NODE_OPTIONS', 'JEST_WORKER_ID']) delete env[name];
    const child = spawn(process.execPath, command, { cwd: projectRoot(), env, stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const pid = child.pid ?? 0;
    const isUp = () => has.every((one) => descendants(pid).some(({ command: line }) => one.test(line)));
    await eventually(() => isUp() || child.exitCode !== null, 120_000);
    if (!isUp()) throw new Error(`${path.basename(command.join(' '))} ended or does not start everything:\n${output}`);
    const all = descendants(pid);

    child.kill(signal);
    await eventually(() => all.every((one) => !isRunning(one.pid)), GONE_MS);
    expect(all.filter((one) => isRunning(one.pid)).map((one) => one.command)).toEqual([]);
  },
  180_000,
);
