import { sql } from 'kysely';
import pino from 'pino';
import { scopeSchema } from '../../domain/planning/scope';
import { HOUR, MINUTE, toIso } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { claimWork } from '../../store/work/claim';
import { skipWork } from '../../store/work/person';
import { createWorkList } from '../../store/work/work';
import { createHandover } from '../../use-cases/hand-over-claims';
import { StoredWindow } from '../store/support';
import { useApi } from './support/api';

/** S5: a window whose work is all done before its start hears so, whoever did it. */

const api = useApi();
const list = () => createWorkList(api.store.db);
const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', selfService: true };
const [FIRST, LAST] = ['acme-db', 'acme-web'] as const;
const logged: string[] = [];

beforeEach(async () => {
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(api.store.db);
  api.windows.doneAhead.length = 0;
  api.windows.reachable = true;
  logged.length = 0;
});

/** An announced window with two resources, two hours after the announcement. */
async function made(plan: Partial<WorkPlan> = {}): Promise<string> {
  const { reference, core } = await StoredWindow.announced(api.store);
  api.time.now = core.now + 2 * HOUR;
  const scope = scopeSchema.parse({ resources: [FIRST, LAST] });
  await list().follow({ reference, scope, plan: { ...PLAN, ...plan }, now: core.now });
  return reference;
}

let events = 0;
const happened = (resource: string, id = `evt-${String(events++)}`) =>
  api
    .as('operator')
    .post(`/v1/resources/${resource}/events`, { id, type: 'redeployed', at: toIso(api.time.now - MINUTE) })
    .expect(200);

/** What a customer has claimed, and its executor was asked for. */
async function begun(reference: string, resource: string): Promise<string> {
  const claimant = { by: 'customer', organizationId: 'acme', environments: null } as const;
  const claim = { reference, resourceIds: [resource], claimant, who: 'acme token', now: api.time.now };
  const [claimed] = await claimWork(api.store.db, claim);
  if (!claimed) throw new Error('it was not claimed');
  await list().begin(claimed.key, api.time.now);
  return claimed.key;
}
const ended = (key: string, state: string) => api.as('operator').post(`/v1/work/${key}`, { state }).expect(200);
const told = () => api.windows.doneAhead.splice(0).map(({ reference }) => reference);
const eachMinute = () => {
  const logger = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const { db } = api.store;
  return createHandover({ db, work: api.work.carrier, windows: api.windows, logger, clock: () => api.time.now }).now();
};

test('S5: by an event of the platform, with the last resource and not before', async () => {
  const reference = await made();
  await happened(FIRST);
  expect(told()).toEqual([]);
  await happened(LAST);
  const counts = { done: 2, skipped: 0, failed: 0, unknown: 0, left: 0 };
  expect(api.windows.doneAhead).toEqual([{ reference, counts }]);
});

test('S5: by the report of a job that a customer had begun', async () => {
  const reference = await made();
  await happened(FIRST);
  const key = await begun(reference, LAST);
  await eachMinute();
  expect(told()).toEqual([]);
  await ended(key, 'done');
  expect(told()).toEqual([reference]);
});

test('S5: what failed is left, so the window is not called off', async () => {
  const reference = await made();
  await happened(FIRST);
  await ended(await begun(reference, LAST), 'failed');
  await eachMinute();
  expect(told()).toEqual([]);
});

test('S5: every window of which it was the same work hears so', async () => {
  const references = [await made({ workKey: 'kernel-6' }), await made({ workKey: 'kernel-6' })];
  await happened(FIRST);
  await ended(await begun(references[0] ?? '', LAST), 'done');
  expect(told()).toEqual(references);
  expect((await list().doneAhead('no-such-key')).length).toBe(0);
});

test('S5: a window that has begun finds out by itself, and one that is over needs nothing', async () => {
  for (const phase of ['in-progress', 'completed'] as const) {
    const reference = await made();
    await api.store.db.updateTable('windows').set({ phase }).where('reference', '=', reference).execute();
  }
  await happened(FIRST);
  await happened(LAST);
  await eachMinute();
  expect(told()).toEqual([]);
});

test('S5: what was done while Temporal was away, or was left out by staff, is told within a minute', async () => {
  const reference = await made();
  api.windows.reachable = false;
  await happened(FIRST);
  await happened(LAST);
  await eachMinute();
  expect(logged.join()).toContain('nothing left to do');
  api.windows.reachable = true;
  await eachMinute();
  expect(told()).toEqual([reference]);
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(api.store.db);
  const other = await made();
  await happened(FIRST);
  await skipWork(api.store.db, { reference: other, resourceIds: [LAST], who: 'Ada', now: api.time.now });
  await eachMinute();
  expect(told()).toEqual([other]);
});

test('S5: a window in which nothing was done, because everything was left out, is not called off by itself', async () => {
  const reference = await made();
  await skipWork(api.store.db, { reference, resourceIds: [FIRST, LAST], who: 'Ada', now: api.time.now });
  await eachMinute();
  expect(told()).toEqual([]);
});
