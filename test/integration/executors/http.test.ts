import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { Executor } from '../../../activities/ports/executor';
import { createHttpExecutor } from '../../../executors/http/executor';
import { startExecutorStandIn, type ExecutorStandIn } from '../../../stand-ins/executor/stand-in';
import { keepsTheContract, untilOver } from '../../support/executor-contract';
import { workJob } from '../../support/work-jobs';

const PUBLIC_URL = 'https://status.provider.example';
const SECRET = 'whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5';

let standIn: ExecutorStandIn;
beforeAll(async () => {
  standIn = await startExecutorStandIn({ port: 0, secret: SECRET, restartMs: [200, 400], slowMs: 300 });
});
beforeEach(() => {
  standIn.reset();
  standIn.faults = () => undefined;
});
afterAll(() => standIn.close());

function executor(change: { url?: string; secret?: string; clock?: () => number; requestMs?: number } = {}): Executor {
  const { url = standIn.url, secret = SECRET, requestMs = 700, ...rest } = change;
  return createHttpExecutor({
    ...{ name: 'automation', kinds: ['database'], publicUrl: PUBLIC_URL },
    url,
    secret,
    requestMs,
    ...rest,
  });
}

describe('the HTTP executor and the demo automation', () => {
  let silent = false;
  let dead: Server;
  beforeAll(async () => {
    dead = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(dead, 'listening');
  });
  beforeEach(() => (silent = false));
  afterAll(() => {
    dead.closeAllConnections();
    dead.close();
  });

  keepsTheContract(
    () => ({
      executor: () =>
        executor(silent ? { url: `http://127.0.0.1:${String((dead.address() as AddressInfo).port)}/jobs` } : {}),
      job: workJob,
      starts: ({ key }) => standIn.startsOf(key),
      loseAnswer() {
        let lost = false;
        standIn.faults = (request) => {
          if (lost || request !== 'start') return undefined;
          lost = true;
          return 'hang-after';
        };
      },
      silence: () => (silent = true),
      fail: ({ resource }) => void standIn.courses.set(resource.id, 'fails'),
      knowsStartsOfOthers: true,
    }),
    [SECRET.slice(6)],
  );

  it.each([
    'error-before',
    'error-after',
    'reset-before',
    'reset-after',
    'html-before',
    'html-after',
    'hang-after',
  ] as const)('S7: a start that ends with %s is in doubt, and never begins twice', async (fault) => {
    standIn.faults = (request) => (request === 'start' ? fault : undefined);
    const job = workJob();
    expect(await executor().start(job)).toMatchObject({ accepted: 'in-doubt' });
    standIn.faults = () => undefined;
    const seen = await executor().observe(job);
    expect(seen.state === 'not-begun').toBe(fault.endsWith('-before'));
    if (seen.state === 'not-begun') await executor().start(job);
    expect(await untilOver(executor(), job)).toMatchObject({ state: 'done' });
    expect(standIn.startsOf(job.key)).toBe(1);
  });

  it('S7: a request that arrives after it was given up begins nothing twice', async () => {
    let now = Date.now();
    const slow = await startExecutorStandIn({ port: 0, secret: SECRET, restartMs: [100, 100], clock: () => now });
    slow.reset();
    slow.faults = () => 'late';
    const job = workJob({ askedAt: now });
    expect(await executor({ url: slow.url }).start(job)).toMatchObject({ accepted: 'in-doubt' });
    slow.faults = () => undefined;
    expect(await executor({ url: slow.url }).observe(job)).toMatchObject({ state: 'not-begun' });
    expect(await executor({ url: slow.url }).start(job)).toMatchObject({ accepted: true });
    now += 60_000;
    expect(slow.startsOf(job.key)).toBe(1);
    await slow.close();
  });

  it('S7: an automation that is too busy took nothing: the same job may be started again', async () => {
    standIn.faults = () => 'busy';
    const job = workJob();
    expect(await executor().start(job)).toMatchObject({
      accepted: false,
      retryable: true,
      reason: expect.stringMatching(/too much to do/) as string,
    });
    standIn.faults = () => undefined;
    expect(await executor().start(job)).toMatchObject({ accepted: true });
    expect(standIn.startsOf(job.key)).toBe(1);
  });

  it('S7: an answer that is slow but in time counts', async () => {
    standIn.faults = () => 'slow';
    expect(await executor().start(workJob())).toMatchObject({ accepted: true });
  });

  it('S7: an automation that has lost its memory is not believed that nothing was begun', async () => {
    const job = workJob();
    await executor().start(job);
    standIn.forget();
    expect(await executor().observe(job)).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/remembers_since/) as string,
    });
    expect(standIn.startsOf(job.key)).toBe(1);
  });

  it('S7: work that hangs stays running until somebody ends it', async () => {
    const job = workJob();
    standIn.courses.set(job.resource.id, 'hangs');
    await executor().start(job);
    expect(await executor().observe(job)).toMatchObject({ state: 'running' });
    standIn.release(job.resource.id);
    expect(await executor().observe(job)).toMatchObject({ state: 'done' });
  });

  it('T8: the automation refuses another secret, and what was signed ten minutes ago; the check says what to compare', async () => {
    const another = executor({ secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}` });
    const behind = executor({ clock: () => Date.now() - 600_000 });
    for (const wrong of [another, behind]) {
      const job = workJob();
      expect(await wrong.start(job)).toMatchObject({
        accepted: false,
        retryable: false,
        reason: expect.stringMatching(/signature/) as string,
      });
      expect(await wrong.check()).toEqual([{ text: expect.stringMatching(/secret and the clocks/) as string }]);
      expect(standIn.startsOf(job.key)).toBe(0);
    }
  });

  it('S7: a job that the automation refuses is refused in its words, and not tried again', async () => {
    const picky = await startExecutorStandIn({ port: 0, secret: SECRET, resources: [] });
    expect(
      await executor({ url: picky.url }).start(
        workJob({ resource: { id: 'db-9', name: 'orders', kind: 'database', environment: 'e' } }),
      ),
    ).toEqual({
      accepted: false,
      retryable: false,
      reason: 'refuses the job (422: there is no database db-9 here)',
    });
    await picky.close();
  });
});

describe('what another server answers', () => {
  /** A server that answers everything in one way and records what it was asked. */
  async function answering(status: number, headers: Record<string, string> = {}, body = '{}') {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
      response.writeHead(status, headers).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    servers.push(server);
    return { origin, asked };
  }
  const servers: Server[] = [];
  afterAll(() => servers.forEach((server) => server.close()));

  it('T8: a status address at another origin is not asked', async () => {
    const { origin, asked } = await answering(202, { location: 'http://127.0.0.1:1/steal' });
    const job = workJob();
    const one = executor({ url: `${origin}/jobs` });
    const answer = await one.start(job);
    expect(answer).toEqual({ accepted: true, evidence: {} });
    await one.observe(job, { status: '//127.0.0.1:1/steal' });
    expect(asked).toEqual(['POST /jobs', `GET /jobs/${job.key}`]);
  });

  it('S7: a status address at its own origin is asked, from Location or from status_url', async () => {
    const job = workJob();
    for (const [headers, body] of [
      [{ location: '/runs/7?a=1' }, '{}'],
      [{}, '{"status_url": "/runs/7?a=1", "evidence": {"run": 7, "secret": {"nested": true}}}'],
    ] as const) {
      const { origin, asked } = await answering(202, headers, body);
      const one = executor({ url: `${origin}/jobs` });
      const answer = await one.start(job);
      expect(answer).toMatchObject({ accepted: true, evidence: { status: '/runs/7?a=1' } });
      expect(answer).not.toHaveProperty('evidence.secret');
      await one.observe(job, answer.accepted === true ? answer.evidence : undefined);
      expect(asked).toEqual(['POST /jobs', 'GET /runs/7?a=1']);
    }
  });

  it('T8: a redirect is not followed', async () => {
    const { origin, asked } = await answering(307, { location: '/elsewhere' });
    expect(await executor({ url: `${origin}/jobs` }).start(workJob())).toMatchObject({
      accepted: false,
      retryable: false,
      reason: expect.stringMatching(/redirect/) as string,
    });
    expect(asked).toHaveLength(1);
  });

  it('T8: an answer without end is not read to its end, and leaves the start in doubt', async () => {
    const { origin } = await answering(202, {}, ' '.repeat(2_000_000));
    expect(await executor({ url: `${origin}/jobs` }).start(workJob())).toMatchObject({
      accepted: 'in-doubt',
      reason: expect.stringMatching(/too long/) as string,
    });
  });

  it('S7: where nobody listens nothing has left, and the job may be started again', async () => {
    const one = executor({ url: 'http://127.0.0.1:9/jobs' });
    expect(await one.start(workJob())).toMatchObject({ accepted: false, retryable: true });
  });

  it.each([
    [200, '{"state": "finished"}'],
    [200, 'not JSON'],
    [404, '{"detail": "no such job"}'],
    [500, ''],
  ])('S7: an observation answered %d with %s is unknown', async (status, body) => {
    const { origin } = await answering(status, {}, body);
    expect(await executor({ url: `${origin}/jobs` }).observe(workJob())).toMatchObject({ state: 'unknown' });
  });
});
