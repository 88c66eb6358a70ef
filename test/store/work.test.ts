import { sql } from 'kysely';
import type { ClaimedWork } from '../../activities/ports/work';
import { scopeSchema } from '../../domain/planning/scope';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { nextBatch } from '../../domain/work/next-batch';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { newRun } from '../../domain/work/run';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { claimWork } from '../../store/work/claim';
import type { Claimant } from '../../store/work/conditions';
import { dueMaintenance } from '../../store/work/customer';
import { workItem } from '../../store/work/page';
import { reportWork, retryWork, skipWork } from '../../store/work/person';
import { whyNotClaimed } from '../../store/work/why-not';
import { createWorkList } from '../../store/work/work';
import { resource, StoredWindow, useStore } from './support';

const store = useStore();
const list = () => createWorkList(store.db);

const RACK = 'eu-1/dc-1/rack-a12';
const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', selfService: true };
const acme: Claimant = { by: 'customer', organizationId: 'acme', environments: null };

/** Databases of acme in production and staging; -1 and -2 are of one redundancy group. */
const IDS = ['db-1', 'db-2', 'db-3', 'db-4', 'db-5'];

beforeEach(async () => {
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(store.db);
  const rows = IDS.map((id, n) => ({
    ...resource(id, 'acme', RACK, 'database', {}),
    ...(n < 2 ? { redundancyGroup: 'orders' } : {}),
    environmentId: n === 4 ? 'acme-staging' : 'acme-production',
  }));
  const { rejected } = await importInventory(store.db, 'resources', rows);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
});

interface Made {
  readonly reference: string;
  /** UTC ms. */
  readonly startsAt: number;
  readonly before: number;
  readonly during: number;
}

/** An announced window on these resources, with its work list; and times before its lock-in and after its start. */
async function made(plan: Partial<WorkPlan> = {}, resources: readonly string[] = IDS, started = true): Promise<Made> {
  const window = await StoredWindow.announced(store);
  const { startsAt } = window.core.state.spec.slot;
  const { reference } = window;
  const times = { reference, startsAt, before: startsAt - 2 * HOUR, during: startsAt + MINUTE };
  if (started) {
    const set = { phase: 'in-progress', started_at: new Date(startsAt) };
    await store.db.updateTable('windows').set(set).where('reference', '=', reference).execute();
  }
  await follow(times, resources, plan);
  return times;
}

function follow({ reference, before }: Made, resources: readonly string[], plan: Partial<WorkPlan> = {}) {
  return list().follow({
    ...{ reference, plan: { ...PLAN, ...plan }, now: before },
    scope: scopeSchema.parse({ resources: [...resources] }),
  });
}

function claimFor(claimant: Claimant, { reference }: Made, resourceIds: readonly string[], now: number) {
  return claimWork(store.db, { reference, resourceIds, claimant, who: claimant.by, now });
}

const idsOf = (claimed: readonly ClaimedWork[]) => claimed.map(({ resource: { id } }) => id).sort();

async function statesOf({ reference }: Made): Promise<Record<string, string>> {
  const rows = await store.db.selectFrom('work').selectAll().where('window_reference', '=', reference).execute();
  return Object.fromEntries(rows.map((row) => [row.resource_id, row.state + (row.cause ? ` ${row.cause}` : '')]));
}

async function claimedOne(window: Made, id = 'db-3'): Promise<ClaimedWork> {
  const [claimed] = await list().claim(window.reference, [id], window.during);
  if (!claimed) throw new Error(`${id} was not claimed`);
  return claimed;
}

describe('S3: the list follows the scope', () => {
  it('what leaves is no longer due, what is new or back is, and what was begun goes on', async () => {
    const window = await made({}, ['db-1', 'db-3', 'db-4']);
    await claimedOne(window, 'db-3');
    expect(await follow(window, ['db-4', 'db-5'])).toEqual({ joined: 1, left: 1 });
    expect(await statesOf(window)).toEqual({
      ...{ 'db-1': 'skipped out-of-scope', 'db-3': 'claimed', 'db-4': 'due', 'db-5': 'due' },
    });
    expect(await claimFor({ by: 'operator' }, window, ['db-1'], window.during)).toEqual([]);
    await follow(window, ['db-1']);
    expect(await statesOf(window)).toMatchObject({ 'db-1': 'due', 'db-4': 'skipped out-of-scope' });
    expect(await follow(window, ['db-1'])).toMatchObject({ left: 0 });
  });
});

describe('S3: exactly one does it', () => {
  const ROUNDS = 10;
  it(`of 20 claims at once by customer and window each resource goes to exactly one, ${String(ROUNDS)} times`, async () => {
    const winners = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const window = await made({ lockInMinutes: 0 }, IDS.slice(2), false);
      // the window has started a moment before its lock-in, so that both may claim
      const start = { phase: 'in-progress', started_at: new Date(window.startsAt) };
      await store.db.updateTable('windows').set(start).where('reference', '=', window.reference).execute();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          n % 2 === round % 2
            ? claimFor(acme, window, IDS.slice(2), window.startsAt - 1)
            : list().claim(window.reference, IDS.slice(2), window.startsAt),
        ),
      );
      expect(answers.flatMap(idsOf).sort()).toEqual(IDS.slice(2));
      for (const { by } of await store.db.selectFrom('work_jobs').select('by').distinct().execute()) winners.add(by);
      expect(await store.db.selectFrom('work_jobs').select('key').execute()).toHaveLength(3);
      await sql`truncate work, work_jobs`.execute(store.db);
    }
    // both came first at times, so they did meet
    expect([...winners].sort()).toEqual(['customer', 'window']);
  });

  it('of two windows with one work key, racing, one claims; done once, both have it done', async () => {
    for (let round = 0; round < 10; round++) {
      const key = { workKey: `kernel-${String(round)}` };
      const pair = [await made(key, ['db-3', 'db-4']), await made(key, ['db-3', 'db-4'])] as const;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => {
          const window = pair[n % 2 === 0 ? 0 : 1];
          return list().claim(window.reference, ['db-3', 'db-4'], window.during);
        }),
      );
      const won = answers.flat();
      expect(idsOf(won)).toEqual(['db-3', 'db-4']);
      for (const window of pair) expect(await statesOf(window)).toEqual({ 'db-3': 'claimed', 'db-4': 'claimed' });
      for (const { key: job } of won) {
        await list().begin(job, pair[0].during);
        expect(await list().end(job, { state: 'done' }, pair[0].during)).toBe(true);
      }
      for (const window of pair) expect(await statesOf(window)).toEqual({ 'db-3': 'done', 'db-4': 'done' });
      // a third window that says it is the same work has nothing to do
      expect(await statesOf(await made(key, ['db-3']))).toEqual({ 'db-3': 'done' });
    }
  });

  it('without a work key each window does it once, one after the other', async () => {
    const [one, two] = [await made({}, ['db-3']), await made({}, ['db-3'])];
    const { key } = await claimedOne(one);
    expect(await list().claim(two.reference, ['db-3'], two.during)).toEqual([]);
    await list().end(key, { state: 'done' }, one.during);
    expect((await claimedOne(two)).key).not.toBe(key);
  });

  it('never two of a redundancy group, whoever claims and through whichever window', async () => {
    const [one, two] = [await made(), await made()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        list().claim((n % 2 === 0 ? one : two).reference, ['db-1', 'db-2'], one.during),
      ),
    );
    expect(answers.flat()).toHaveLength(1);
    const [held] = answers.flat();
    await list().end(held?.key ?? '', { state: 'failed' }, one.during);
    const other = held?.resource.id === 'db-1' ? 'db-2' : 'db-1';
    // what failed may be out of service, until a person has seen to it
    expect(await list().claim(one.reference, [other], one.during)).toEqual([]);
    await skipWork(store.db, {
      reference: held?.reference ?? '',
      resourceIds: [held?.resource.id ?? ''],
      who: 'Ada',
      now: one.during,
    });
    expect(await list().claim(one.reference, [other], one.during)).toHaveLength(1);
  });
});

describe('S7: one key for life', () => {
  it('the start is on record once, however many ask at once', async () => {
    const window = await made();
    const { key } = await claimedOne(window);
    expect(key).toMatch(/^[A-Za-z0-9._-]{1,200}$/);
    const answers = await Promise.all(Array.from({ length: 10 }, () => list().begin(key, window.during)));
    expect(answers.filter((answer) => answer?.is === 'first')).toHaveLength(1);
    // those that came second observe
    expect(await list().begin(key, window.during + 1)).toEqual({ is: 'again', begunAt: window.during });
    expect(await list().taken(window.reference)).toEqual([
      expect.objectContaining({ key, state: 'running', begunAt: window.during }),
    ]);
    expect(await list().release(key, window.during)).toBe(false);
  });

  it('what is unknown is not begun again by itself, can still end, and is tried again under another key', async () => {
    const window = await made();
    const { key } = await claimedOne(window);
    await list().begin(key, window.during);
    await list().end(key, { state: 'unknown', reason: 'no answer' }, window.during);
    expect(await list().claim(window.reference, ['db-3'], window.during)).toEqual([]);
    expect(await list().begin(key, window.during)).toBeUndefined();
    const decision = { reference: window.reference, resourceIds: ['db-3'], who: 'Ada', now: window.during };
    expect(await retryWork(store.db, decision)).toEqual(['db-3']);
    const again = await claimedOne(window);
    expect(again).toMatchObject({ attempt: 2 });
    expect(again.key).not.toBe(key);
    expect(await list().end(key, { state: 'done' }, window.during)).toBe(false);
    await list().end(again.key, { state: 'unknown' }, window.during);
    expect(await list().end(again.key, { state: 'done', evidence: { uptime: 12 } }, window.during)).toBe(true);
    expect(await workItem(store.db, window.reference, 'db-3')).toMatchObject({ state: 'done', by: 'window' });
  });

  it('a claim that was not begun is given back, and its next one has another key', async () => {
    const window = await made();
    const { key } = await claimedOne(window, 'db-1');
    expect(await list().release(key, window.during)).toBe(true);
    expect((await claimedOne(window, 'db-2')).key).not.toBe(key);
    expect(await list().begin(key, window.during)).toBeUndefined();
  });
});

describe('S2: the window begins nothing it must not', () => {
  it('nothing once aborted, even what it had claimed; a customer is not concerned', async () => {
    const window = await made();
    const { key } = await claimedOne(window);
    await list().halt(window.reference, 'aborted');
    expect(await list().begin(key, window.during)).toBeUndefined();
    expect(await list().claim(window.reference, ['db-4'], window.during)).toEqual([]);
    const [own] = await claimFor({ by: 'operator' }, window, ['db-4'], window.during);
    expect(await list().begin(own?.key ?? '', window.during)).toMatchObject({ is: 'first' });
  });

  it('nothing whose time-out passes the planned end, before the start, or once it is over', async () => {
    const window = await made();
    const { key } = await claimedOne(window);
    const { ends_at: end } = await store.db.selectFrom('windows').select('ends_at').executeTakeFirstOrThrow();
    const last = end.getTime() - PLAN.timeoutSeconds * 1_000;
    expect(await list().claim(window.reference, ['db-4'], last + 1)).toEqual([]);
    expect(await list().begin(key, last + 1)).toBeUndefined();
    expect(await list().begin(key, last)).toMatchObject({ is: 'first' });
    expect(await list().claim((await made({}, IDS, false)).reference, ['db-4'], last)).toEqual([]);
    await store.db.updateTable('windows').set({ phase: 'completed' }).execute();
    expect(await list().claim(window.reference, ['db-4'], window.during)).toEqual([]);
  });

  it('the page has what the next batch is decided from: in order, one of a group, and what is taken', async () => {
    const window = await made({ order: ['Staging'], batch: 3 });
    const plan = { ...PLAN, order: ['Staging'], batch: 3 };
    const end = window.startsAt + HOUR;
    const { items } = await list().page(window.reference, plan.batch);
    const next = nextBatch(plan, newRun(plan), items, window.during, end);
    expect(next).toMatchObject({
      do: 'start',
      items: [{ resourceId: 'db-5' }, { resourceId: 'db-1' }, { resourceId: 'db-3' }],
    });
    await list().claim(window.reference, ['db-1', 'db-3', 'db-4', 'db-5'], window.during);
    const { items: held } = await list().page(window.reference, plan.batch);
    expect(held.map(({ resourceId, state }) => `${resourceId} ${state}`).sort()).toEqual([
      ...['db-1 claimed', 'db-2 due', 'db-3 claimed', 'db-4 claimed', 'db-5 claimed'],
    ]);
    expect(nextBatch(plan, newRun(plan), held, window.during, end)).toEqual({ do: 'wait', because: 'group-busy' });
    expect(await list().counts(window.reference)).toEqual({
      ...{ due: 1, claimed: 4, running: 0, done: 0, failed: 0, skipped: 0, unknown: 0 },
    });
  });

  it('closed, what is left is due no longer, and what failed holds its group no longer', async () => {
    const window = await made();
    const { key } = await claimedOne(window, 'db-1');
    await list().end(key, { state: 'failed' }, window.during);
    expect(await list().close(window.reference, window.during)).toBe(4);
    expect(await statesOf(window)).toMatchObject({ 'db-1': 'failed', 'db-2': 'skipped window-over' });
    expect(await claimedOne(await made(), 'db-2')).toMatchObject({ attempt: 1 });
  });
});

describe('S3: what people and the platform report', () => {
  it('work that is due is done by the platform in every window with its key; what is under way is not', async () => {
    const key = { workKey: 'kernel-6.1' };
    const [one, two] = [await made(key, ['db-3', 'db-4']), await made(key, ['db-3', 'db-4'])];
    await claimedOne(one, 'db-4');
    const decision = { reference: one.reference, resourceIds: ['db-3', 'db-4'], who: 'deploys', now: one.during };
    expect(await reportWork(store.db, { ...decision, by: 'platform', state: 'done' })).toEqual(['db-3']);
    for (const window of [one, two]) expect(await statesOf(window)).toEqual({ 'db-3': 'done', 'db-4': 'claimed' });
  });

  it('skipped in one window it is due in the other, and tried again there once it is done it is done', async () => {
    const key = { workKey: 'kernel-6.2' };
    const [one, two] = [await made(key, ['db-3']), await made(key, ['db-3'])];
    const decision = { reference: one.reference, resourceIds: ['db-3'], who: 'Ada', now: one.during };
    await skipWork(store.db, decision);
    expect(await statesOf(two)).toEqual({ 'db-3': 'due' });
    await list().end((await claimedOne(two)).key, { state: 'done' }, two.during);
    expect(await statesOf(one)).toEqual({ 'db-3': 'skipped operator' });
    expect(await retryWork(store.db, decision)).toEqual(['db-3']);
    expect(await statesOf(one)).toEqual({ 'db-3': 'done' });
  });
});

describe('S4, T3: a customer sees and does what the token covers', () => {
  it('lists what is due by the start of the window, page by page; done is off the list', async () => {
    const window = await made({}, IDS, false);
    const covered = { organizationId: 'acme', environments: null };
    const first = await dueMaintenance(store.db, { ...covered, kinds: ['database'], limit: 3 });
    const rest = await dueMaintenance(store.db, { ...covered, kinds: ['database'], cursor: first.next ?? '' });
    expect([...first.items, ...rest.items].map((row) => row.resource.id)).toEqual(IDS);
    expect(first.items[0]).toMatchObject({
      ...{ reference: window.reference, state: 'due', startsAt: window.startsAt },
      selfServiceUntil: window.startsAt - HOUR,
    });
    const [claimed] = await claimFor(acme, window, ['db-3'], window.before);
    await list().end(claimed?.key ?? '', { state: 'done' }, window.before);
    expect((await dueMaintenance(store.db, covered)).items.map((row) => row.resource.id)).not.toContain('db-3');
    expect((await dueMaintenance(store.db, { ...covered, kinds: ['app'] })).items).toEqual([]);
  });

  it('neither another organization, nor an environment outside the token, nor a window that is not announced exists', async () => {
    const window = await made({}, IDS, false);
    const why = (claimant: Claimant, resourceId = 'db-3', now = window.before) =>
      whyNotClaimed(store.db, { reference: window.reference, resourceId, claimant, now });
    const bolt: Claimant = { by: 'customer', organizationId: 'bolt', environments: null };
    const staging: Claimant = { by: 'customer', organizationId: 'acme', environments: ['acme-staging'] };
    for (const claimant of [bolt, staging]) {
      expect(await claimFor(claimant, window, ['db-3'], window.before)).toEqual([]);
      expect(await why(claimant)).toBe('not-found');
    }
    expect((await dueMaintenance(store.db, { organizationId: 'bolt', environments: null })).items).toEqual([]);
    const seen = await dueMaintenance(store.db, { organizationId: 'acme', environments: ['acme-staging'] });
    expect(seen.items.map((row) => row.resource.id)).toEqual(['db-5']);
    expect(idsOf(await claimFor(staging, window, IDS, window.before))).toEqual(['db-5']);
    // sold to another organization, and the list has not followed yet
    await store.db.updateTable('resources').set({ organization_id: 'bolt' }).where('id', '=', 'db-4').execute();
    const left = await dueMaintenance(store.db, { organizationId: 'acme', environments: null });
    expect(left.items.map((row) => row.resource.id)).toEqual(['db-1', 'db-2', 'db-3', 'db-5']);
    expect(await claimFor(acme, window, ['db-4'], window.before)).toEqual([]);
    await store.db.updateTable('windows').set({ announced_at: null }).execute();
    expect((await dueMaintenance(store.db, { organizationId: 'acme', environments: null })).items).toEqual([]);
    expect(await why(acme)).toBe('not-found');
    expect(await claimFor(acme, window, ['db-3'], window.before)).toEqual([]);
  });

  it('is refused in words when somebody has it, from the lock-in on, or beside one of its group; never what SQL would give', async () => {
    const window = await made({}, IDS, false);
    const why = async (resourceId: string, now: number) => {
      const answer = await whyNotClaimed(store.db, { reference: window.reference, resourceId, claimant: acme, now });
      return typeof answer === 'object' ? answer.code : answer;
    };
    expect(await why('db-1', window.before)).toBeUndefined();
    expect(idsOf(await claimFor(acme, window, ['db-1'], window.before))).toEqual(['db-1']);
    expect(await why('db-1', window.before)).toBe('already-claimed');
    expect(await why('db-2', window.before)).toBe('group-busy');
    const lock = window.startsAt - HOUR;
    expect(await why('db-3', lock)).toBe('locked-in');
    expect(await claimFor(acme, window, ['db-3'], lock)).toEqual([]);
    expect(await why('db-3', lock - 1)).toBeUndefined();
    expect(idsOf(await claimFor(acme, window, ['db-3'], lock - 1))).toEqual(['db-3']);
    expect(await why('nothing', window.before)).toBe('not-found');
  });
});
