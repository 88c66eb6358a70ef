import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { RequestListener } from 'node:http';
import type { Health, HealthProbe } from '../../../activities/ports/executor';
import { createAlertBlockers } from '../../../executors/alerts';
import { createHttpProbe, createTcpProbe, untilSettled } from '../../../executors/probe';
import { useServer } from '../../support/server';
import { workJob } from '../../support/work-jobs';

const { resource } = workJob();
const COMMON = { kinds: ['database'], settleMs: 0, timeoutMs: 400 };

let answer: RequestListener = (_request, response) => void response.end();
const asked: URL[] = [];
const server = useServer(() => (request, response) => {
  asked.push(new URL(request.url ?? '', 'http://probe'));
  answer(request, response);
});
beforeEach(() => (asked.length = 0));

describe('a probe over HTTP', () => {
  const look = (status: number[], path = '/{name}/healthz') =>
    createHttpProbe({ ...COMMON, http: `${server.origin}${path}`, status }).look(resource);

  it('S7: a resource with the expected status is healthy, and its name stands in the address', async () => {
    answer = (_request, response) => void response.writeHead(204).end();
    expect(await look([200, 204])).toEqual({ healthy: true });
    expect(asked[0]?.pathname).toBe(`/${resource.name}/healthz`);
  });

  it('S7: another status, a redirect, no answer in time are not', async () => {
    answer = (_request, response) => void response.writeHead(503).end();
    expect(await look([200])).toMatchObject({
      healthy: false,
      reason: expect.stringContaining('503 instead of 200') as unknown,
    });
    answer = (_request, response) => void response.writeHead(302, { location: '/login' }).end();
    expect(await look([200])).toMatchObject({ healthy: false });
    expect(asked).toHaveLength(2);
    answer = () => undefined;
    expect(await look([200])).toMatchObject({
      healthy: false,
      reason: expect.stringContaining('did not answer') as unknown,
    });
  });

  it('T8: a name that would change the address is not asked', async () => {
    const odd = { ...resource, name: 'evil.example/?' };
    const probe = createHttpProbe({ ...COMMON, http: 'https://{name}.apps.example.com/', status: [200] });
    expect(await probe.look(odd)).toMatchObject({
      healthy: false,
      reason: expect.stringContaining('cannot stand') as unknown,
    });
  });
});

describe('a probe over TCP', () => {
  let listener: Server;
  beforeAll(async () => {
    listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(listener, 'listening');
  });
  afterAll(() => listener.close());

  it('S7: whoever takes a connection is healthy, and whoever takes none is not', async () => {
    const { port } = listener.address() as AddressInfo;
    expect(await createTcpProbe({ ...COMMON, tcp: `127.0.0.1:${String(port)}` }).look(resource)).toEqual({
      healthy: true,
    });
    expect(await createTcpProbe({ ...COMMON, tcp: '127.0.0.1:9' }).look(resource)).toMatchObject({
      healthy: false,
      reason: expect.stringContaining('takes no connection') as unknown,
    });
  });
});

describe('settling', () => {
  /** One look after another, two seconds apart; the last one for ever. */
  function looking(...looks: boolean[]): HealthProbe {
    let next = 0;
    const look = (): Promise<Health> => {
      const healthy = looks[Math.min(next++, looks.length - 1)] ?? false;
      return Promise.resolve(healthy ? { healthy } : { healthy, reason: 'it is ill' });
    };
    return { settleMs: 5_000, serves: () => true, look };
  }
  async function settled(probe: HealthProbe, until: number) {
    let now = 0;
    const clock = () => now;
    const sleep = (ms: number) => Promise.resolve(void (now += ms));
    return { health: await untilSettled(probe, resource, { until, clock, sleep }), now };
  }

  it('S7: a resource is healthy once it has been so for the settling time without a break', async () => {
    expect(await settled(looking(true), 60_000)).toEqual({ health: { healthy: true }, now: 5_000 });
    expect(await settled(looking(false, true, true, false, true), 60_000)).toEqual({
      health: { healthy: true },
      now: 13_000,
    });
  });

  it('S7: when the time is over, the last reason is told', async () => {
    expect(await settled(looking(true, false), 7_000)).toEqual({
      health: { healthy: false, reason: 'it is ill' },
      now: 7_000,
    });
    expect((await settled(looking(true), 3_000)).health).toMatchObject({ healthy: false });
  });
});

describe('alerts that block', () => {
  const blockers = (filter: string[] = ['severity="critical"', 'blocks=~"yes|true"']) =>
    createAlertBlockers({ alertmanager: server.origin, filter, timeoutMs: 400 });
  const alerts =
    (list: unknown): RequestListener =>
    (_request, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(list));

  it('S7: none that match: work may begin; what is silenced or inhibited does not count', async () => {
    answer = alerts([]);
    expect(await blockers().blocking()).toEqual([]);
    const [url] = asked;
    expect(url?.pathname).toBe('/api/v2/alerts');
    expect(url?.searchParams.getAll('filter')).toEqual(['severity="critical"', 'blocks=~"yes|true"']);
    expect(Object.fromEntries(url?.searchParams ?? [])).toMatchObject({
      active: 'true',
      silenced: 'false',
      inhibited: 'false',
    });
  });

  it('S7: those that fire are named in one line each, twenty at most', async () => {
    answer = alerts([{ labels: { alertname: 'PostgresDown', instance: 'db-7', severity: 'critical', note: 'x\ny' } }]);
    expect(await blockers().blocking()).toEqual(['PostgresDown (instance=db-7, severity=critical)']);
    answer = alerts(Array.from({ length: 25 }, () => ({ labels: { alertname: 'A' } })));
    expect((await blockers().blocking()).at(-1)).toBe('5 more alerts');
  });

  it.each([
    ['an error', (_request, response) => void response.writeHead(400).end('"bad matcher format: x"')],
    ['another form', alerts({ status: 'success' })],
    ['no answer', () => undefined],
  ])('S7: %s blocks, because nobody knows', async (_what, given) => {
    answer = given;
    expect(await blockers().blocking()).toEqual([expect.stringContaining('so nobody knows')]);
  });
});
