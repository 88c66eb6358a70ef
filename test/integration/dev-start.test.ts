import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../dev/processes/ports';
import { eventually } from '../../dev/processes/processes';
import { projectRoot } from '../../dev/project-root';
import { HOUR } from '../../domain/shared/time';
import { Browsing } from '../support/browsing';
import { openingBody } from '../support/windows';

const root = projectRoot();
const START_MS = 120_000;

let data: string;
let environment: NodeJS.ProcessEnv;
const started: ChildProcess[] = [];

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['dev/build/compile.mjs'], { cwd: root });
  // only its owner may enter
  data = mkdtempSync(path.join(tmpdir(), 'forewarn-dev-start-'));
  const names = [
    ...['HTTP', 'TEMPORAL', 'TEMPORAL_UI', 'MAIL_DESK_SMTP', 'MAIL_DESK_HTTP'],
    ...['STATUSPAGE_STAND_IN', 'SLACK_STAND_IN', 'EXECUTOR_STAND_IN', 'OPENID_STAND_IN'],
  ];
  const ports = await Promise.all(names.map(async (name) => [`FOREWARN_${name}_PORT`, String(await freePort())]));
  environment = {
    ...process.env,
    FOREWARN_DATA: data,
    ...(Object.fromEntries(ports) as Record<string, string>),
    ...{ FOREWARN_SLACK_TOKEN: '', FOREWARN_STATUSPAGE_KEY: '', FOREWARN_EXECUTORS: '' },
    ...{ DATABASE_URL: '', SMTP_URL: '', TEMPORAL_ADDRESS: '', FOREWARN_PUBLIC_URL: '', FOREWARN_TEMPORAL_UI_URL: '' },
  };
});

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await leftOn(data, 15_000);
  rmSync(data, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(more: NodeJS.ProcessEnv = {}): Started {
  const child = spawn(process.execPath, [path.join(root, 'dist', 'dev', 'start', 'main.js')], {
    cwd: root,
    env: { ...environment, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, said: () => output, ended };
}

async function startUp(): Promise<Started> {
  const running = start();
  await eventually(() => running.said().includes('Forewarn is running') || running.child.exitCode !== null, START_MS);
  expect(running.said()).toContain('Forewarn is running');
  return running;
}

/** The command lines of every process that works on the folder, by command line or environment. */
function processesOn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const mine =
          command.includes(folder) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`FOREWARN_DATA=${folder}`);
        return mine && command !== '' ? [command] : [];
      } catch {
        return [];
      }
    });
}

/** What still works on the folder when it had a moment to end: who looks after a program looks once a second. */
async function leftOn(folder: string, withinMs = 5_000): Promise<string[]> {
  await eventually(() => processesOn(folder).length === 0, withinMs);
  return processesOn(folder);
}

/** The process number of the stand-in that runs on the folder, NaN when none does. */
function pidOfStandIn(service: string): number {
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      return (
        readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`dist/stand-ins/${service}/main.js`) &&
        readFileSync(`/proc/${name}/environ`, 'utf8').includes(`FOREWARN_DATA=${data}`)
      );
    } catch {
      return false;
    }
  });
  return Number(pid);
}

const at = (name: string, where = '') => `http://127.0.0.1:${String(environment[`FOREWARN_${name}_PORT`])}/${where}`;
const api = (name: string) => at('HTTP', name.slice(1));
const pageAt = (name: string) =>
  fetch(at(name)).then(
    (answer) => answer.text(),
    () => '',
  );
/** The reference is the heading of a thread, and part of an entry's name. */
const isShown = async (name: string, reference: string) => (await pageAt(name)).includes(reference);

/** A window that is announced at once; answers its reference. */
async function openEmergency(token: string): Promise<string> {
  const answer = await fetch(api('/v1/windows'), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(openingBody({ class: 'emergency' }, { now: Date.now(), inMs: HOUR })),
  });
  return ((await answer.json()) as { reference: string }).reference;
}

describe('npm start', () => {
  test(
    'runs everything, keeps a window over a restart, and leaves no process behind',
    async () => {
      const first = await startUp();
      const tokenFile = path.join(data, 'admin-token');
      const token = readFileSync(tokenFile, 'utf8').trim();
      expect(first.said()).toContain(token);
      expect(statSync(tokenFile).mode & 0o777).toBe(0o600);
      expect((await fetch(api('/readyz'))).status).toBe(200);

      // the command it prints, as it is
      const command = /^ {2}curl [\s\S]*?^ +}'$/m.exec(first.said())?.[0] ?? '';
      const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command]);
      const opened = JSON.parse(stdout) as { reference: string; plan: { recipients: number }[] };
      expect(opened.reference).toMatch(/^MW-\d{4}-0001$/);
      expect(opened.plan).toHaveLength(4);
      expect(opened.plan[0]?.recipients).toBeGreaterThan(0);

      // and the others: nothing of it is on the PATH
      const printed = (name: string) => new RegExp(`^ +${name} +(.+)$`, 'm').exec(first.said())?.[1] ?? '';
      for (const name of ['Command line', 'Temporal CLI']) {
        const shows = async () => {
          const options = { cwd: '/', env: { PATH: process.env.PATH } };
          return (await promisify(execFile)('/bin/sh', ['-c', printed(name)], options)).stdout;
        };
        // the list of the Temporal server comes a moment after the start
        expect(await eventually(async () => (await shows()).includes(opened.reference), 60_000)).toBe(true);
      }

      // where the time went: each part's own, and when it was there
      for (const name of ['PostgreSQL', 'Temporal', 'workflow bundle', 'worker', 'API and pages', 'mail'])
        expect(first.said()).toMatch(new RegExp(`^  ${name} +\\d+\\.\\d s +up after \\d+\\.\\d s$`, 'm'));

      // C3, C4: the channels work by themselves, and a stand-in that is killed comes back with what it had
      expect(first.said()).toContain(`Chat (Slack stand-in)  ${at('SLACK_STAND_IN').slice(0, -1)}`);
      expect(first.said()).toContain(`Statuspage stand-in    ${at('STATUSPAGE_STAND_IN').slice(0, -1)}`);
      // S7: and what carries out maintenance
      expect(first.said()).toContain(`Demo executor          ${at('EXECUTOR_STAND_IN').slice(0, -1)}`);
      expect(await pageAt('EXECUTOR_STAND_IN')).toContain('Nothing was restarted yet.');
      // and where people sign in: the page leads to the provider that asks who they are
      expect(first.said()).toContain(`Console                ${api('/console')}`);
      expect(await (await fetch(api('/console'))).text()).toContain('Sign in with the demo');
      expect(await (await new Browsing().go(api('/sign-in/begin'))).text()).toContain('Who are you?');
      const urgent = await openEmergency(token);
      const isOutside = async () =>
        (await isShown('SLACK_STAND_IN', urgent)) && (await isShown('STATUSPAGE_STAND_IN', urgent));
      expect(await eventually(isOutside, 60_000)).toBe(true);
      const killed = ['slack', 'statuspage'].map(pidOfStandIn);
      for (const pid of killed) process.kill(pid, 'SIGKILL');
      const areAnew = () => ['slack', 'statuspage'].every((name) => !killed.includes(pidOfStandIn(name)));
      expect(await eventually(async () => areAnew() && (await isOutside()), 30_000)).toBe(true);
      const links = (await (await fetch(at('MAIL_DESK_HTTP', 'links.json'))).json()) as { url: string }[];
      expect(links.map(({ url }) => `${url}/`)).toEqual(
        ['SLACK', 'STATUSPAGE', 'EXECUTOR'].map((name) => at(`${name}_STAND_IN`)),
      );

      const second = start();
      expect(await second.ended).toBe(1);
      expect(second.said()).toMatch(/^Forewarn is already running on .* \(process \d+\): stop it with Ctrl-C/);

      first.child.kill('SIGINT');
      expect(await first.ended).toBe(0);
      expect(await leftOn(data)).toEqual([]);

      const third = await startUp();
      expect(readFileSync(tokenFile, 'utf8').trim()).toBe(token);
      const again = await fetch(api(`/v1/windows/${opened.reference}`), {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await again.json()).toMatchObject({ reference: opened.reference, phase: 'approved' });
      expect(await isOutside()).toBe(true);

      const moved = await promisify(execFile)(
        process.execPath,
        [path.join(root, 'dist', 'dev', 'demo', 'fast-forward.js'), opened.reference, 'next'],
        { cwd: root, env: environment },
      );
      expect(moved.stdout).toMatch(/It is announced, next: (reminder, 7 days before|nag staff)/);

      third.child.kill('SIGKILL');
      await third.ended;
      expect(await leftOn(data, 20_000)).toEqual([]);
      const fourth = await startUp();
      fourth.child.kill('SIGTERM');
      expect(await fourth.ended).toBe(0);
      expect(await leftOn(data)).toEqual([]);
    },
    4 * START_MS,
  );

  test(
    'a port in use is one sentence, and nothing is left running',
    async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as { port: number };
      const { ended, said } = start({ FOREWARN_TEMPORAL_UI_PORT: String(port) });
      expect(await ended).toBe(1);
      server.close();
      expect(said()).toContain(
        `Port ${String(port)} (Temporal UI; FOREWARN_TEMPORAL_UI_PORT sets another) is in use: stop`,
      );
      expect(said()).not.toMatch(/^\s+at /m);
      expect(await leftOn(data)).toEqual([]);
    },
    START_MS,
  );

  test(
    'a part that cannot start stops the others, which are under way',
    async () => {
      const { ended, said } = start({ FOREWARN_TEMPORAL_CLI: '/nowhere/temporal' });
      expect(await ended).toBe(1);
      expect(said()).toContain('FOREWARN_TEMPORAL_CLI names /nowhere/temporal, which is not an executable program');
      expect(await leftOn(data)).toEqual([]);
    },
    START_MS,
  );

  test(
    'Ctrl-C while it starts leaves nothing behind either',
    async () => {
      const running = start();
      await eventually(() => running.said().includes('PostgreSQL '), START_MS);
      running.child.kill('SIGINT');
      expect(await running.ended).toBe(0);
      expect(running.said()).not.toContain('Forewarn is running');
      expect(await leftOn(data)).toEqual([]);
    },
    START_MS,
  );
});

test('npm run demo and fast-forward say so when nothing runs', async () => {
  const demo = promisify(execFile)(process.execPath, [path.join(root, 'dist', 'dev', 'demo', 'main.js')], {
    cwd: root,
    env: environment,
  });
  await expect(demo).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Forewarn does not run here .*run "npm start"/) as string,
  });
}, 60_000);
