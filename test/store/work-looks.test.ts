import { MockActivityEnvironment } from '@temporalio/testing';
import express from 'express';
import { sql } from 'kysely';
import type { Executors } from '../../activities/ports';
import type { Executor } from '../../activities/ports/executor';
import type { WorkResource } from '../../domain/work/item';
import type { WorkPassed } from '../../activities/work/while-it-goes-on';
import type { WorkLook } from '../../activities/work/look';
import { createWorkActivities } from '../../activities/work/work';
import { scopeSchema } from '../../domain/planning/scope';
import { HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { newRun } from '../../domain/work/run';
import { createAlertBlockers } from '../../executors/alerts';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { createWorkList } from '../../store/work/work';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { workOf } from '../../use-cases/read-work';
import { deliver, resource, StoredWindow, useStore } from './support';

/** What the window looks at before it begins anything (S2), with the real work list and a real Alertmanager on loopback. */

const store = useStore();
const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'counting', batch: 2, timeoutSeconds: 600 };
const RACK = 'eu-1/dc-1/rack-a12';
const STAFF = { organizationId: null };

const ids = (kind: string, count: number) =>
  Array.from({ length: count }, (_, n) => `${kind}-${String(n).padStart(3, '0')}`);
const DATABASES = ids('db', 60);
const CACHES = ids('cache', 3);

const alerts: { labels: Record<string, string> }[] = [];
let alertmanager: Loopback;
beforeAll(async () => {
  const app = express().get('/api/v2/alerts', (_request, response) => void response.json(alerts));
  alertmanager = await serveOnLoopback(app, 0);
  const rows = [
    ...DATABASES.map((id) => resource(id, 'acme', RACK, 'database', {})),
    ...CACHES.map((id) => resource(id, 'bolt', RACK, 'cache', {})),
  ];
  const { rejected } = await importInventory(store.db, 'resources', rows);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
});
afterAll(() => alertmanager.close());

const sick = new Set<string>();
const looks: string[] = [];
const starts: string[] = [];
let now = 0;
beforeEach(async () => {
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(store.db);
  sick.clear();
  for (const list of [looks, starts, alerts]) list.length = 0;
});

const counting: Executor = {
  name: 'counting',
  serves: () => true,
  start: ({ resource: { id } }) => {
    starts.push(id);
    return Promise.resolve({ accepted: true });
  },
  observe: () => Promise.resolve({ state: 'running' }),
  check: () => Promise.resolve([]),
};

/** Databases have a probe, caches have none. */
function executors(): Executors {
  const probe = {
    settleMs: 0,
    serves: (kind: string) => kind === 'database',
    look({ id }: WorkResource) {
      looks.push(id);
      return Promise.resolve(
        sick.has(id)
          ? ({ healthy: false, reason: `${id}.example answered 503` } as const)
          : ({ healthy: true } as const),
      );
    },
  };
  return {
    executors: new Map([['counting', counting]]),
    probeFor: (kind) => (probe.serves(kind) ? probe : undefined),
    probeNamed: () => undefined,
    blockers: createAlertBlockers({ alertmanager: alertmanager.origin, filter: [], timeoutMs: 2 * SECOND }),
  };
}

/** A window at work on these resources, and what its runner sees in a look. */
async function atWork(resources: readonly string[]) {
  const window = await StoredWindow.announced(store);
  const { reference } = window;
  await deliver(store, window.key('announcement'));
  await window.start();
  now = window.core.now;
  const list = createWorkList(store.db);
  await list.follow({ reference, scope: scopeSchema.parse({ resources: [...resources] }), plan: PLAN, now });
  const plannedEnd = window.core.state.spec.slot.endsAt;
  const activities = createWorkActivities({ work: list, executors: executors() }, { clock: () => now, stayMs: 0 });
  const look = (change: Partial<WorkLook> = {}) => {
    const input: WorkLook = {
      ...{ reference, plan: PLAN, run: newRun(PLAN), plannedEnd, known: { begun: 0, ended: 0 } },
      ...change,
    };
    return new MockActivityEnvironment().run<[], WorkPassed, () => Promise<WorkPassed>>(() =>
      activities.lookAfterWork(input),
    );
  };
  return { reference, plannedEnd, look };
}

test('S2: a fleet that is not healthy is not touched; people read which ones, and the answer has figures alone (T4)', async () => {
  const { reference, look } = await atWork([...DATABASES.slice(0, 10), ...CACHES]);
  for (const id of ['db-003', 'db-007']) sick.add(id);
  const seen = await look();
  expect(seen).toMatchObject({
    steps: [{ input: { type: 'looked', looked: 10, unhealthy: 2 } }],
    next: { do: 'look' },
  });
  expect(JSON.stringify(seen)).not.toMatch(/db-|cache-/);
  expect(starts).toEqual([]);
  const { unhealthy } = await workOf(store.db, { reference }, {}, STAFF);
  expect(unhealthy).toEqual([
    { id: 'db-003', name: 'db-003', reason: 'db-003.example answered 503' },
    { id: 'db-007', name: 'db-007', reason: 'db-007.example answered 503' },
  ]);
  // to customers, and to staff who are limited to others, they are nothing
  expect((await workOf(store.db, { reference }, {}, { organizationId: 'acme' })).unhealthy).toEqual([]);
  const limited = { organizationId: null, organizations: ['bolt'] };
  expect((await workOf(store.db, { reference }, {}, limited)).unhealthy).toEqual([]);
});

test('S2: fewer than the plan would stop at are no obstacle, and one that has been corrected is named no longer', async () => {
  const { reference, look } = await atWork(DATABASES.slice(0, 10));
  for (const id of ['db-003', 'db-007']) sick.add(id);
  await look();
  sick.delete('db-003');
  const seen = await look();
  expect(seen).toMatchObject({
    steps: [{ input: { type: 'looked', looked: 10, unhealthy: 1 } }, { input: { type: 'begun', count: 2 } }],
  });
  expect(starts).toEqual(['db-000', 'db-001']);
  expect((await workOf(store.db, { reference }, {}, STAFF)).unhealthy.map(({ id }) => id)).toEqual(['db-007']);
});

test('S2: the look ends with the part in which there are too many, and what has no probe is not looked at', async () => {
  const { look } = await atWork([...DATABASES, ...CACHES]);
  for (const id of ['db-001', 'db-002', 'db-050']) sick.add(id);
  expect((await look()).steps.map(({ input }) => input)).toEqual([{ type: 'looked', looked: 25, unhealthy: 2 }]);
  expect(looks).toEqual(DATABASES.slice(0, 25));
});

test('S2: it is looked at before the first batch alone', async () => {
  const { look } = await atWork(DATABASES.slice(0, 10));
  for (const id of DATABASES) sick.add(id);
  const resumed = await look({ run: { ...newRun(PLAN), isHealthSeen: true } });
  expect(resumed).toMatchObject({ steps: [{ input: { type: 'begun', count: 2 } }] });
  expect(looks).toEqual([]);
});

test('S2: without a probe the work begins as it did', async () => {
  const { look } = await atWork(CACHES);
  expect(await look()).toMatchObject({
    steps: [{ input: { type: 'looked', looked: 0, unhealthy: 0 } }, { input: { type: 'begun', count: 2 } }],
  });
});

describe('S2: while something blocks', () => {
  it('nothing is begun and nothing is looked at, with the words for what; then the work goes on', async () => {
    const { look } = await atWork(DATABASES.slice(0, 4));
    alerts.push({ labels: { alertname: 'ReplicationLag' } });
    const seen = await look();
    expect(seen.next).toMatchObject({ do: 'blocked', because: expect.stringContaining('ReplicationLag') as string });
    expect([starts, looks]).toEqual([[], []]);
    alerts.length = 0;
    expect(await look()).toMatchObject({
      steps: [{ input: { type: 'looked', unhealthy: 0 } }, { input: { type: 'begun', count: 2 } }],
    });
  });

  it('the end rule still holds: what cannot be done before the planned end is not begun, blocked or not', async () => {
    const { look, plannedEnd } = await atWork(DATABASES.slice(0, 4));
    alerts.push({ labels: { alertname: 'ReplicationLag' } });
    now = plannedEnd - 10 * MINUTE;
    expect((await look()).next.do).toBe('blocked');
    now += 1;
    expect((await look()).next).toMatchObject({ do: 'ended', because: 'end-near', left: 4 });
    alerts.length = 0;
    expect((await look()).next).toMatchObject({ do: 'ended', because: 'end-near' });
    expect(starts).toEqual([]);
    // extended, while the alert fires again: the alert is what it waits for
    alerts.push({ labels: { alertname: 'ReplicationLag' } });
    expect((await look({ plannedEnd: plannedEnd + HOUR })).next.do).toBe('blocked');
  });

  it('an Alertmanager that does not answer blocks', async () => {
    const { look } = await atWork(DATABASES.slice(0, 4));
    await alertmanager.close();
    expect((await look()).next).toMatchObject({ do: 'blocked' });
    const app = express().get('/api/v2/alerts', (_request, response) => void response.json(alerts));
    alertmanager = await serveOnLoopback(app, 0);
    expect(starts).toEqual([]);
  });
});
