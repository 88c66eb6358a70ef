import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HOUR } from '../../domain/shared/time';
import { startAlertmanagerStandIn, type AlertmanagerStandIn } from '../../stand-ins/alertmanager/stand-in';
import { atOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** Monitoring that is silent for the work (C8), with every part as a real process and Alertmanager as a server on loopback. */

jest.setTimeout(240_000);

const TOKEN = 'canary-key-5d1f';
const RACK = { datacenter: 'dc-1', rack: 'rack-a12' };
const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-silences-'));
const file = path.join(folder, 'silences.json');
let alertmanager: AlertmanagerStandIn;

beforeAll(async () => {
  alertmanager = await startAlertmanagerStandIn({ port: 0, token: TOKEN });
  const production = {
    ...{ type: 'alertmanager', url: alertmanager.url, token: { env: 'ALERTS_TOKEN' }, timeoutSeconds: 2 },
    resources: { label: 'instance', holds: 'name' },
    locations: { parts: [null, 'datacenter', 'rack'] },
  };
  writeFileSync(file, JSON.stringify({ systems: { production } }));
});
const world = useStack({
  racks: [{ count: 1, rack: 'rack-a12' }],
  env: { FOREWARN_SILENCES: file, ALERTS_TOKEN: TOKEN },
});
afterAll(async () => {
  await alertmanager.close();
  rmSync(folder, { recursive: true });
});

interface Read {
  readonly phase: string;
  readonly attention: readonly object[];
  readonly undo: readonly { readonly id: string; readonly state: string; readonly text: string }[];
  readonly timeline: { readonly items: readonly { readonly type: string; readonly text: string }[] };
  readonly otherAlerts?: {
    readonly firing: readonly { readonly text: string }[];
    readonly count: number;
    readonly unasked: string[];
  };
}

async function call<T>(method: 'GET' | 'POST', where: string, body?: object): Promise<T> {
  const answer = await world.stack.call(method, where, body);
  if (answer.status >= 300) throw new Error(`${where} answers ${JSON.stringify(answer)}`);
  return answer.body as T;
}
const open = async () => (await call<{ reference: string }>('POST', '/v1/windows', atOnce('rack-a12'))).reference;
const give = (reference: string, command: string, body: object = {}) =>
  call<object>('POST', `/v1/windows/${reference}/${command}`, body);
const read = (reference: string, query = '') => call<Read>('GET', `/v1/windows/${reference}${query}`);
const inWholeHours = (hours: number) => Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR;
const iso = (at: number) => new Date(at).toISOString();

async function begun(): Promise<string> {
  const reference = await open();
  // customers are told first
  await eventually('it has begun', async () => {
    const { status } = await world.stack.call('POST', `/v1/windows/${reference}/start`, {});
    return status < 300;
  });
  await eventually('monitoring is silent', () => alertmanager.isSilent(RACK));
  return reference;
}

test('C8: start sets the silence, extend prolongs it, completion ends it, also with a worker that was killed after its write took effect', async () => {
  const reference = await begun();
  expect(alertmanager.active()).toMatchObject([{ comment: expect.stringContaining(reference) as string }]);
  const end = inWholeHours(3);
  let isHeld = false;
  alertmanager.faults = ({ method }) => {
    if (method !== 'POST' || isHeld) return undefined;
    isHeld = true;
    // carried out, and never answered
    return 'hang-after';
  };
  await give(reference, 'extend', { end: iso(end), reason: 'The parts are late.' });
  await eventually('the write has arrived', () => isHeld);
  await world.stack.worker.end('SIGKILL');
  await world.stack.startWorker();
  await eventually('it is prolonged', () => alertmanager.active().some(({ endsAt }) => endsAt === end));
  expect(alertmanager.active()).toHaveLength(1);
  await eventually('it is completed', async () => {
    // what the killed worker had under way may keep the window for some seconds
    await world.stack.call('POST', `/v1/windows/${reference}/complete`, { message: 'All is back.' });
    return ['completed', 'closed'].includes((await read(reference)).phase);
  });
  await eventually('monitoring hears again', () => alertmanager.active().length === 0);
  expect((await read(reference)).attention).toEqual([]);
});

test('C8: what fires beside the work is shown at the window, and one that does not answer is no reason to wait', async () => {
  const reference = await begun();
  alertmanager.alerts = [
    { labels: { alertname: 'RackDown', ...RACK }, startsAt: Date.now() },
    { labels: { alertname: 'DiskFull', instance: 'db-7', severity: 'critical' }, startsAt: Date.now() },
    { labels: { alertname: 'Old', instance: 'db-8' }, startsAt: Date.now() - 48 * HOUR },
  ];
  expect((await read(reference, '?alerts=true')).otherAlerts).toEqual({
    firing: [
      expect.objectContaining({
        text: 'DiskFull (instance=db-7, severity=critical)',
        system: expect.stringContaining('(production)') as string,
      }),
    ],
    ...{ count: 1, unasked: [] },
  });
  expect(await read(reference)).not.toHaveProperty('otherAlerts');
  alertmanager.faults = ({ path: asked }) => (asked === '/alerts' ? 'hang-before' : undefined);
  expect((await read(reference, '?alerts=true')).otherAlerts).toEqual({
    ...{ firing: [], count: 0 },
    unasked: [expect.stringMatching(/did not answer within 2 seconds\. Check the network and its url/)],
  });
  alertmanager.faults = () => undefined;
  expect(await call('GET', '/v1/doctor/silences')).toMatchObject({ configured: true, findings: [{ ok: true }] });
  await give(reference, 'complete');
  await eventually('monitoring hears again', () => alertmanager.active().length === 0);
});

test('C8, L13: the end of a roll-back ends the silence; a silence that was ended by hand is on the timeline once', async () => {
  const reference = await begun();
  alertmanager.expire(alertmanager.active()[0]?.id ?? '');
  // a step of the window makes the channel look
  await give(reference, 'post', { message: 'Half is done.' });
  await eventually('it is set again', () => alertmanager.isSilent(RACK));
  const repairs = async () =>
    (await read(reference)).timeline.items.filter(({ type }) => type === 'channel-repaired').map(({ text }) => text);
  await eventually('the timeline says so', async () => (await repairs()).length > 0);
  await give(reference, 'post', { message: 'More than half is done.' });
  await give(reference, 'cancel', { reason: 'The parts are broken.' });
  await give(reference, 'complete', { override: 'Looked at.' });
  await eventually('monitoring hears again', () => alertmanager.active().length === 0);
  expect(await repairs()).toEqual([
    expect.stringMatching(
      /^The silence in monitoring was put right: A silence at Alertmanager .* had been ended before the time/,
    ),
  ]);
});

test('C8, L7: a cancellation says that no silence is left', async () => {
  const reference = await open();
  await give(reference, 'cancel', { reason: 'The parts are late.' });
  const undone = async () => (await read(reference)).undo.find(({ id }) => id === 'silences');
  await eventually('it is undone', async () => (await undone())?.state === 'done');
  expect(await undone()).toEqual({ id: 'silences', state: 'done', text: 'silence in monitoring has ended' });
});
