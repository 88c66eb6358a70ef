import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../dev/processes/ports';
import { eventually } from '../../../dev/processes/processes';
import { withParent } from '../../../dev/processes/with-parent';
import { projectRoot } from '../../../dev/project-root';
import { createHttpExecutor } from '../../../executors/http/executor';
import { serveOnLoopback, type Loopback } from '../../../stand-ins/shared/loopback';
import { keepsTheContract } from '../../support/executor-contract';
import { startFaultyProxy, type FaultyProxy } from '../../support/faulty-proxy';
import { workJob } from '../../support/work-jobs';

/** The example of docs/executors.md, with servers that answer as the APIs of AWX and Rundeck do. */

const SECRET = `whsec_${Buffer.from('canary-canary-canary-canary').toString('base64')}`;
const TOKEN = 'canary-of-the-automation';

interface Automation {
  /** Launched runs, by the name of their resource. */
  readonly launched: string[];
  /** Runs of these resources fail. */
  readonly failing: Set<string>;
}

/** Each run takes three questions. */
function automationListener(kind: 'awx' | 'rundeck', { launched, failing }: Automation): RequestListener {
  const asked = new Map<string, number>();
  const statusOf = (run: string) => {
    const times = (asked.get(run) ?? 0) + 1;
    asked.set(run, times);
    if (times < 3) return 'running';
    const isFailing = failing.has(launched[Number(run) - 1] ?? '');
    if (isFailing) return 'failed';
    return kind === 'awx' ? 'successful' : 'succeeded';
  };
  const launch = kind === 'awx' ? '/api/v2/job_templates/7/launch/' : '/api/41/job/7/run';
  const status = kind === 'awx' ? /^\/api\/v2\/jobs\/(\d+)\/$/ : /^\/api\/41\/execution\/(\d+)$/;
  return (request, response) => {
    const { 'x-rundeck-auth-token': token, authorization } = request.headers;
    const isKnown = kind === 'awx' ? authorization === `Bearer ${TOKEN}` : token === TOKEN;
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const json = (code: number, value: object) => void response.writeHead(code).end(JSON.stringify(value));
      if (!isKnown) return json(401, { detail: 'no token' });
      if (request.method === 'POST' && request.url === launch) {
        const { extra_vars: vars, options } = JSON.parse(body) as Partial<Record<string, { resource: string }>>;
        launched.push((vars ?? options)?.resource ?? '');
        return kind === 'awx' ? json(201, { job: launched.length }) : json(200, { id: launched.length });
      }
      const run = status.exec(request.url ?? '')?.[1];
      return run === undefined ? json(404, {}) : json(200, { status: statusOf(run) });
    });
  };
}

describe.each(['awx', 'rundeck'] as const)('the adapter of the documents before %s', (kind) => {
  const automation: Automation = { launched: [], failing: new Set() };
  let folder: string;
  let server: Loopback;
  let adapter: ChildProcess;
  let proxy: FaultyProxy;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-adapter-'));
    server = await serveOnLoopback(automationListener(kind, automation));
    const port = await freePort();
    const { command, args } = withParent('python3', [path.join(projectRoot(), 'docs/examples/automation_adapter.py')]);
    adapter = spawn(command, args, {
      env: {
        ...process.env,
        ...{ SECRET, TOKEN, KIND: kind, SERVER: server.origin, JOB: '7', PORT: String(port) },
        DATABASE: path.join(folder, 'jobs.db'),
      },
      stdio: 'inherit',
    });
    proxy = await startFaultyProxy(port);
    const isUp = async () => (await executor().check()).length === 0;
    if (!(await eventually(isUp, 30_000))) throw new Error('the adapter does not answer');
  });
  beforeEach(() => (proxy.mode = undefined));
  afterAll(async () => {
    await proxy.close();
    const ended = once(adapter, 'exit');
    adapter.kill('SIGKILL');
    await ended;
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const executor = () =>
    createHttpExecutor({
      publicUrl: 'https://status.provider.example',
      ...{ name: 'automation', kinds: ['database'], url: `${proxy.origin}/jobs`, secret: SECRET, requestMs: 1_500 },
    });

  keepsTheContract(
    () => ({
      executor,
      job: workJob,
      starts: ({ resource }) => automation.launched.filter((name) => name === resource.name).length,
      loseAnswer: () => void (proxy.mode = { lose: /^POST/ }),
      silence: () => void (proxy.mode = 'silent'),
      fail: ({ resource }) => void automation.failing.add(resource.name),
      knowsStartsOfOthers: true,
    }),
    [SECRET.slice(6), TOKEN],
  );

  it('T8: what is not signed with the secret launches nothing', async () => {
    const stranger = createHttpExecutor({
      publicUrl: 'https://status.provider.example',
      ...{ name: 'stranger', kinds: ['database'], url: `${proxy.origin}/jobs` },
      secret: `whsec_${Buffer.alloc(24, 1).toString('base64')}`,
    });
    const job = workJob();
    expect(await stranger.start(job)).toMatchObject({ accepted: false, retryable: false });
    expect(automation.launched).not.toContain(job.resource.name);
  });
});
