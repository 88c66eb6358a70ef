import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, isRunning } from '../../dev/processes/processes';
import { projectRoot } from '../../dev/project-root';
import { createSupervisor, type Supervisor } from '../../dev/processes/supervisor';

let folder: string;
let supervisor: Supervisor;
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forewarn-dev-supervisor-'));
  told = [];
  supervisor = createSupervisor({
    logFolder: path.join(folder, 'logs'),
    tell: (line) => told.push(line),
    firstPauseMs: 20,
  });
});

afterEach(async () => {
  supervisor.kill();
  await supervisor.stop();
  rmSync(folder, { recursive: true, force: true });
});

function script(name: string, code: string): string {
  const file = path.join(folder, `${name}.js`);
  writeFileSync(file, code);
  return file;
}

const plan = (name: string, code: string) => ({
  name,
  run: { script: script(name, code) },
  env: process.env,
  ready: 'message' as const,
});

const STAYS = "process.send('ready'); setInterval(() => {}, 1000);";
/** With a grandchild that outlives nobody: it is in the same group. */
const STUBBORN = `process.on('SIGTERM', () => {}); require('node:child_process').spawn('sleep', ['600']); ${STAYS}`;

describe('the supervisor', () => {
  test('starts a child once it is ready, keeps its output in a log and shows errors only', async () => {
    const talkative = `console.log('hello'); process.send('ready');
      setTimeout(() => { console.log('{"level":30,"msg":"quiet"}'); console.log('{"level":50,"msg":"loud","err":{"message":"why"}}'); }, 200);
      setInterval(() => {}, 1000);`;
    await supervisor.start(plan('talker', talkative));
    expect(await eventually(() => told.length > 0, 10_000)).toBe(true);
    expect(told).toEqual(['talker | loud: why']);
    await supervisor.stop();
    expect(readFileSync(path.join(folder, 'logs', 'talker.log'), 'utf8')).toBe(
      'hello\n{"level":30,"msg":"quiet"}\n{"level":50,"msg":"loud","err":{"message":"why"}}\n',
    );
  });

  test('waits until the question is answered yes', async () => {
    let asked = 0;
    await supervisor.start({ ...plan('asked', STAYS), ready: () => Promise.resolve(++asked === 3) });
    expect(asked).toBe(3);
  });

  test('starts a killed child again, after a pause that grows, and says so', async () => {
    const chatty = `process.send('ready'); setInterval(() => console.log('{"level":50,"msg":"up"}'), 50);`;
    await supervisor.start(plan('worker', chatty));
    const ends = () => told.filter((line) => line.includes('starts again'));
    for (const round of [1, 2]) {
      // its errors reach the terminal once it is ready, and only then does its end count as one
      expect(await eventually(() => told.at(-1) === 'worker | up', 10_000)).toBe(true);
      process.kill(supervisor.running().worker ?? 0, 'SIGKILL');
      expect(await eventually(() => ends().length === round, 10_000)).toBe(true);
    }
    expect(ends()[0]).toMatch(/^worker \| was ended by SIGKILL, starts again in 0\.02 s \(log: .*worker\.log\)$/);
    expect(ends()[1]).toContain('starts again in 0.04 s');
  });

  test('a child that ends before it is ready is a fault with its own words and its log, and is not started again', async () => {
    const start = supervisor.start(plan('worker', "console.error('worker: the database is gone'); process.exit(3);"));
    await expect(start).rejects.toThrow(
      /^The worker ended with code 3: the database is gone\. Its log is .*worker\.log\.$/,
    );
    expect(supervisor.running()).toEqual({});
  });

  test('a fault that is a list is shown with its rows', async () => {
    const words = `console.error('worker: The rules cannot be used:\\n  line 7: support.mail is not a known field\\n    at main'); process.exit(1);`;
    await expect(supervisor.start(plan('worker', words))).rejects.toThrow(
      /^The worker ended with code 1: The rules cannot be used:\n {2}line 7: support\.mail is not a known field\nIts log is \S+$/,
    );
  });

  test('a child that never gets ready is killed', async () => {
    const start = supervisor.start({ ...plan('idle', 'setInterval(() => {}, 1000)'), readyWithinMs: 500 });
    const pid = supervisor.running().idle ?? 0;
    await expect(start).rejects.toThrow('The idle did not get ready within 0.5 s. Its log is');
    expect(await eventually(() => !isRunning(pid), 5_000)).toBe(true);
  });

  test('stop leaves no process, whatever a child does with the request and whatever it started', async () => {
    await Promise.all([
      supervisor.start(plan('good', STAYS)),
      supervisor.start({ ...plan('stubborn', STUBBORN), graceMs: 300 }),
    ]);
    const pids = Object.values(supervisor.running());
    const grandchildren = readFileSync(
      `/proc/${String(supervisor.running().stubborn)}/task/${String(supervisor.running().stubborn)}/children`,
      'utf8',
    );
    const grandchild = Number.parseInt(grandchildren, 10);
    expect(isRunning(grandchild)).toBe(true);
    await supervisor.stop();
    expect(pids.map((pid) => isRunning(pid))).toEqual([false, false]);
    expect(await eventually(() => !isRunning(grandchild), 5_000)).toBe(true);
    expect(told).toEqual([]);
  });

  test('a child ends itself when its parent is killed', async () => {
    const parent = script(
      'parent',
      `const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['--require', ${JSON.stringify(path.join(projectRoot(), 'dev', 'processes', 'end-with-parent.cjs'))},
         '-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
       console.log(child.pid); setInterval(() => {}, 1000);`,
    );
    const parentProcess = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      parentProcess.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
    });
    expect(isRunning(pid)).toBe(true);
    parentProcess.kill('SIGKILL');
    expect(await eventually(() => !isRunning(pid), 10_000)).toBe(true);
  });
});
