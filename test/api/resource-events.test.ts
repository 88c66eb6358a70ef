import { sql } from 'kysely';
import { scopeSchema } from '../../domain/planning/scope';
import { HOUR, MINUTE, toIso } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { claimWork } from '../../store/work/claim';
import { retryWork } from '../../store/work/person';
import { createWorkList } from '../../store/work/work';
import { StoredWindow } from '../store/support';
import { problemIn, useApi } from './support/api';

/** S3, S7: what the provider's systems report of the work on resources. */

const api = useApi();
const list = () => createWorkList(api.store.db);
const PLAN: WorkPlan = { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo' };
const RESOURCE = 'acme-db';

/** When the windows of a test were announced, or the latest of them (UTC ms). */
let announcedAt: number;

beforeEach(async () => {
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(api.store.db);
});

/** An announced window with work on the resource, due since before its announcement; the time is two hours after it. */
async function made(plan: Partial<WorkPlan> = {}, isAnnounced = true): Promise<string> {
  const { db } = api.store;
  const window = isAnnounced ? await StoredWindow.announced(api.store) : new StoredWindow(api.store);
  if (!isAnnounced) await window.record();
  const { reference } = window;
  const row = await db.selectFrom('windows').selectAll().where('reference', '=', reference).executeTakeFirstOrThrow();
  announcedAt = row.announced_at?.getTime() ?? announcedAt;
  api.time.now = announcedAt + 2 * HOUR;
  const follow = { reference, plan: { ...PLAN, ...plan }, now: announcedAt - HOUR };
  await list().follow({ ...follow, scope: scopeSchema.parse({ resources: [RESOURCE, 'acme-web'] }) });
  return reference;
}

interface Reported {
  readonly completed: readonly string[];
  readonly left: readonly { readonly reference: string; readonly because: string }[];
}

async function report(at: number, change: { id?: string; type?: string; resource?: string } = {}): Promise<Reported> {
  const { id = 'evt-1', type = 'restarted', resource = RESOURCE } = change;
  const body = { id, type, at: toIso(at) };
  return (await api.as('operator').post(`/v1/resources/${resource}/events`, body).expect(200)).body as Reported;
}

/** An operator claims the work, and it is begun. */
async function begun(reference: string, now: number): Promise<string> {
  const claim = { reference, resourceIds: [RESOURCE], claimant: { by: 'operator' }, who: 'Ada', now } as const;
  const [claimed] = await claimWork(api.store.db, claim);
  if (!claimed) throw new Error('it was not claimed');
  await list().begin(claimed.key, now);
  return claimed.key;
}

const work = () =>
  api.store.db.selectFrom('work').selectAll().where('resource_id', '=', RESOURCE).orderBy('window_reference').execute();
const states = async () => (await work()).map(({ state }) => state);

describe('S3: what the platform did to a resource completes its maintenance', () => {
  it('in every announced window, on record with who reported it; a repetition is answered the same and changes nothing', async () => {
    const references = [await made(), await made()];
    expect(await report(announcedAt + HOUR)).toMatchObject({ completed: references, left: [] });
    const before = await work();
    expect(before).toMatchObject([
      { state: 'done', by: 'platform', who: 'event evt-1 (restarted) of operator token' },
      { state: 'done', by: 'platform' },
    ]);
    api.time.now += MINUTE;
    expect(await report(announcedAt + HOUR)).toMatchObject({ completed: references, left: [] });
    expect(await work()).toEqual(before);
    // another event has nothing left to complete, and other resources are as they were
    expect(await report(announcedAt + HOUR, { id: 'evt-2' })).toMatchObject({ completed: [], left: [] });
    const other = await list().counts(references[0] ?? '');
    expect(other).toMatchObject({ done: 1, due: 1 });
  });

  it('reported ten times at once it is done once', async () => {
    const reference = await made();
    const answers = await Promise.all(Array.from({ length: 10 }, () => report(announcedAt + HOUR)));
    expect(answers.every(({ completed: [one] }) => one === reference)).toBe(true);
    expect(await states()).toEqual(['done']);
  });

  it('an event before the announcement completes nothing, and the answer says so', async () => {
    const reference = await made();
    const { completed, left } = await report(announcedAt - MINUTE);
    expect(completed).toEqual([]);
    expect(left).toMatchObject([{ reference, because: expect.stringContaining('before') as string }]);
    expect(left[0]?.because).toContain(`announced at ${toIso(announcedAt)}`);
    expect(await states()).toEqual(['due']);
  });

  it('nor anything in a window that is not announced yet', async () => {
    await made();
    await sql`truncate work, work_plans cascade`.execute(api.store.db);
    const reference = await made({}, false);
    const { left } = await report(announcedAt + HOUR);
    expect(left).toMatchObject([{ reference, because: expect.stringContaining('not announced yet') as string }]);
    expect(await states()).toEqual(['due']);
  });

  it('what is under way is left to its executor, and what an executor does for one window is not the work of another', async () => {
    const [one, two] = [await made(), await made()];
    const key = await begun(one, announcedAt + MINUTE);
    expect((await report(announcedAt + HOUR)).left).toMatchObject([
      { reference: one, because: expect.stringContaining('its executor says how it ends') as string },
      { reference: two, because: expect.stringContaining(`while ${one} had the resource worked on`) as string },
    ]);
    expect(await states()).toEqual(['running', 'due']);
    await list().end(key, { state: 'done' }, announcedAt + HOUR + MINUTE);
    expect((await report(announcedAt + HOUR + 2 * MINUTE, { id: 'evt-2' })).completed).toEqual([two]);
  });

  it('the same work of two windows is done in both', async () => {
    await made({ workKey: 'kernel-6' });
    await made({ workKey: 'kernel-6' });
    await report(announcedAt + HOUR);
    expect(await states()).toEqual(['done', 'done']);
  });

  it('what is unknown is done when it happened since the start, and another resource of its group may follow', async () => {
    const reference = await made();
    const key = await begun(reference, announcedAt + 10 * MINUTE);
    await list().end(key, { state: 'unknown' }, announcedAt + 40 * MINUTE);
    expect((await report(announcedAt + 9 * MINUTE)).left).toMatchObject([
      { because: expect.stringContaining(`was begun at ${toIso(announcedAt + 10 * MINUTE)}`) as string },
    ]);
    expect((await report(announcedAt + 11 * MINUTE, { id: 'evt-2' })).completed).toEqual([reference]);
    const job = await api.store.db.selectFrom('work_jobs').selectAll().where('key', '=', key).executeTakeFirst();
    expect(job).toMatchObject({ state: 'done', holds_group: false });
  });

  it('what failed is done by what happened after that alone; an old event that comes again completes nothing', async () => {
    const reference = await made();
    const key = await begun(reference, announcedAt + MINUTE);
    await list().end(key, { state: 'failed' }, announcedAt + HOUR);
    const old = announcedAt + 30 * MINUTE;
    expect((await report(old)).left).toMatchObject([{ because: expect.stringContaining('failed at') as string }]);
    const decision = { reference, resourceIds: [RESOURCE], who: 'Ada', now: announcedAt + HOUR + MINUTE };
    await retryWork(api.store.db, decision);
    expect((await report(old)).left).toMatchObject([{ because: expect.stringContaining('became due at') as string }]);
    expect((await report(announcedAt + HOUR + 2 * MINUTE, { id: 'evt-2' })).completed).toEqual([reference]);
  });

  it('a window that is over is left as it ended', async () => {
    const reference = await made();
    await api.store.db.updateTable('windows').set({ phase: 'completed' }).where('reference', '=', reference).execute();
    expect(await report(announcedAt + HOUR)).toMatchObject({ completed: [], left: [] });
  });

  it('an unknown resource, an event that is ahead and a type nobody knows are refused with the way out', async () => {
    const at = toIso(api.time.now);
    const post = (resource: string, body: object) => api.as('operator').post(`/v1/resources/${resource}/events`, body);
    const good = { id: 'evt-1', type: 'restarted', at };
    expect(problemIn(await post('nothing', good).expect(404)).detail).toContain('GET /v1/inventory/resources');
    const ahead = problemIn(await post(RESOURCE, { ...good, at: toIso(api.time.now + HOUR) }).expect(422));
    expect(ahead.errors).toMatchObject([{ field: 'at', message: expect.stringContaining('ahead') as string }]);
    expect(problemIn(await post(RESOURCE, { ...good, type: 'vanished' }).expect(422)).errors[0]?.field).toBe('type');
    expect(problemIn(await post(RESOURCE, { ...good, id: 'a b' }).expect(422)).errors[0]?.field).toBe('id');
  });
});

describe("S7: the provider's automation reports how a job has ended", () => {
  const end = (key: string, body: object) => api.as('operator').post(`/v1/work/${key}`, body);

  it('once; the same report again is 200, another end 409, and the evidence stays with who reported', async () => {
    const reference = await made();
    const key = await begun(reference, announcedAt + MINUTE);
    await list().keepEvidence(key, { status: '/jobs/1' });
    const done = { state: 'done', evidence: { run: '4711' } };
    const answer = { job: key, reference, resource: RESOURCE, state: 'done' };
    await end(key, done).expect(200, answer);
    const before = await work();
    expect(before).toMatchObject([{ state: 'done', by: 'operator', who: 'Ada' }]);
    api.time.now += MINUTE;
    await end(key, done).expect(200, answer);
    expect(await work()).toEqual(before);
    expect(problemIn(await end(key, { state: 'failed' }).expect(409)).detail).toMatch(/is on record as done since /);
    const job = await api.store.db.selectFrom('work_jobs').selectAll().where('key', '=', key).executeTakeFirst();
    const reportedBy = expect.stringMatching(/^token:/) as string;
    expect(job?.evidence).toEqual({ status: '/jobs/1', run: '4711', reportedBy });
  });

  it('also what was unknown so far, but not what a person has decided about', async () => {
    const reference = await made();
    const key = await begun(reference, announcedAt + MINUTE);
    await list().end(key, { state: 'unknown' }, announcedAt + HOUR);
    await end(key, { state: 'failed', reason: 'exit code 1' }).expect(200);
    expect(await states()).toEqual(['failed']);
    const decision = { reference, resourceIds: [RESOURCE], who: 'Ada', now: api.time.now };
    await retryWork(api.store.db, decision);
    const again = await begun(reference, api.time.now);
    await list().end(again, { state: 'unknown' }, api.time.now);
    await retryWork(api.store.db, decision);
    expect(problemIn(await end(again, { state: 'done' }).expect(409)).detail).toContain('counts no longer');
    expect(await states()).toEqual(['due']);
  });

  it('an unknown job is 404 with the way out; what is no end, or no evidence, is refused by field', async () => {
    const { detail } = problemIn(await end('MW-2026-0001.abc.1', { state: 'done' }).expect(404));
    expect(detail).toContain('There is no job MW-2026-0001.abc.1');
    expect(problemIn(await end('x', { state: 'running' }).expect(422)).errors[0]?.field).toBe('state');
    const nested = { state: 'done', evidence: { nested: {} } };
    expect(problemIn(await end('x', nested).expect(422)).errors[0]?.field).toContain('evidence');
  });
});
