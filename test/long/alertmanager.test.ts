import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAlertmanager } from '../../channels/silences/alertmanager/alertmanager';
import { resourceSets, setOf } from '../../channels/silences/alertmanager/matchers';
import { createAlertSource } from '../../channels/silences/alertmanager/other-alerts';
import { commentOf, markerOf } from '../../channels/silences/marker';
import { freePort } from '../../dev/processes/ports';
import { withParent } from '../../dev/processes/with-parent';
import { scopeSchema } from '../../domain/planning/scope';
import { HOUR } from '../../domain/shared/time';
import { startAlertmanagerStandIn, type AlertmanagerStandIn } from '../../stand-ins/alertmanager/stand-in';
import { alertmanagerProgram } from '../support/clients/tools';
import { eventually } from '../support/stack';

/** Silences at a real Alertmanager (C8), and whether its stand-in answers as it does. */

jest.setTimeout(600_000);

const ORIGIN = 'https://status.provider.example';
let folder: string;
let child: ChildProcess;
let url: string;
let standIn: AlertmanagerStandIn;

beforeAll(async () => {
  const program = await alertmanagerProgram();
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-alertmanager-'));
  const config = path.join(folder, 'alertmanager.yml');
  await writeFile(config, 'route: { receiver: none, group_wait: 1h }\nreceivers: [{ name: none }]\n');
  const port = String(await freePort());
  url = `http://127.0.0.1:${port}`;
  const { command, args } = withParent(program, [
    ...[`--config.file=${config}`, `--storage.path=${folder}`, `--web.listen-address=127.0.0.1:${port}`],
    '--cluster.listen-address=',
  ]);
  child = spawn(command, args, { stdio: 'ignore' });
  await eventually('Alertmanager answers', () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  standIn = await startAlertmanagerStandIn({ port: 0 });
}, 600_000);
afterAll(async () => {
  await standIn.close();
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  await rm(folder, { recursive: true });
});

const options = () => ({
  ...{ name: 'real', url, timeoutMs: 10_000 },
  resources: { label: 'instance', holds: 'name', withPort: true } as const,
});
const inHours = (hours: number) => Math.floor((Date.now() + hours * HOUR) / 1_000) * 1_000;

test('C8: a silence is set, found by its marker, silent for its resources alone, prolonged as the same one, and ended', async () => {
  const system = createAlertmanager(options());
  const reference = 'MW-2026-0001';
  const marker = markerOf(reference, ORIGIN);
  const comment = commentOf({ reference, title: 'Replace the PDU', origin: ORIGIN });
  const names = ['db-7', 'a.b', 'c+d(1)', '[x]', 'back\\slash', 'a|b', '^$', 'quote"'];
  const [cover = setOf([])] = resourceSets(
    names.map((name) => ({ id: name, name })),
    options(),
  );
  const terms = { startsAt: Date.now() - HOUR, endsAt: inHours(1), comment };
  await system.set(cover, terms);
  const [set, ...others] = await system.find(marker);
  expect(others).toEqual([]);
  expect(set).toMatchObject({ key: cover.key, endsAt: terms.endsAt });
  if (!set) throw new Error('not found');

  const alerts = [...names, 'db-70', 'axb', 'quote'].map((instance) => ({
    labels: { alertname: 'Down', instance: `${instance}:9100` },
  }));
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) });
  const beyond = createAlertSource(options()).otherAlerts(scopeSchema.parse({ resources: names }), 0, () =>
    Promise.resolve(names.map((name) => ({ id: name, name }))),
  );
  expect((await beyond).map(({ text }) => text).sort()).toEqual([
    'Down (instance=axb:9100)',
    'Down (instance=db-70:9100)',
    'Down (instance=quote:9100)',
  ]);
  // Alertmanager itself says the same
  const answer = await fetch(`${url}/api/v2/alerts?silenced=false&active=true`);
  expect((await answer.json()) as unknown[]).toHaveLength(3);

  const later = inHours(2);
  await system.change(set, cover, { ...terms, startsAt: set.startsAt, endsAt: later });
  expect(await system.find(marker)).toMatchObject([{ id: set.id, endsAt: later }]);
  await system.end(set);
  expect(await system.find(marker)).toEqual([]);
  await system.end(set);
  await system.end({ ...set, id: '11111111-1111-4111-8111-111111111111' });
  expect(await system.examine()).toEqual([
    { check: 'alertmanager', ok: true, text: expect.stringMatching(/ \(real\) answers/) as string },
  ]);
});

test('C8: the stand-in refuses what a real one refuses, with the same words', async () => {
  const matchers = [{ name: 'instance', value: '(a|b)', isRegex: true, isEqual: true }];
  const good = {
    matchers,
    comment: 'c',
    createdBy: 'f',
    startsAt: new Date(Date.now() - HOUR),
    endsAt: new Date(inHours(1)),
  };
  const bodies: object[] = [
    good,
    { ...good, endsAt: new Date(Date.now() - HOUR / 2) },
    { ...good, endsAt: good.startsAt },
    { ...good, matchers: [] },
    { ...good, matchers: [{ name: 'a', value: '', isRegex: false }] },
    { ...good, matchers: [{ name: 'a', value: '.*', isRegex: true }] },
    { ...good, comment: undefined },
    { ...good, id: '11111111-1111-4111-8111-111111111111' },
  ];
  const posted = async (to: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${to}/api/v2/silences`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: answer.status, said: answer.ok ? '' : await answer.text().then((text) => text.trim()) };
  };
  for (const body of bodies) expect(await posted(standIn.url, body)).toEqual(await posted(url, body));
});
