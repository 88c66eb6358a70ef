import { DAY, HOUR } from '../../domain/shared/time';
import { createToken } from '../../store/access/create-token';
import { problemIn, useApi, type TokenName } from './support/api';
import { deliver, loadInventory, StoredWindow } from '../store/support';
import { PLAIN_POLICY, PROCESS_POLICY } from '../support/windows';

const api = useApi();
let production: string;

beforeAll(async () => {
  await loadInventory(api.store.db);
  const limits = { organizationId: 'acme', environments: ['acme-production'] };
  const wanted = { name: 'ops@acme.example', role: 'customer', access: 'self-service', ...limits } as const;
  production = (await createToken(api.store.db, wanted)).token;
});
beforeEach(() => {
  api.windows.timeline = api.store.timeline;
});

const HERE = { locations: ['eu-1/dc-1/rack-a12'] };

/** Announced to acme (acme-web, acme-db) and bolt, two days before its start. */
async function announced(scope: object = HERE, policy = PLAIN_POLICY): Promise<StoredWindow> {
  const window = await StoredWindow.announced(api.store, { scope: scope }, policy);
  await deliver(api.store, window.key('announcement'));
  api.windows.adopt(window.core);
  api.time.now = window.core.state.spec.slot.startsAt - 2 * DAY;
  return window;
}

const object = ({ reference }: StoredWindow, body: object = {}, token: TokenName = 'customer') =>
  api.as(token).post(`/v1/maintenance/${reference}/object`, { reason: 'Our sale begins.', ...body });
const answer = (task: number, body: object, token: TokenName = 'operator') =>
  api.as(token).post(`/v1/tasks/${String(task)}/answer`, body);
const taskIn = ({ body }: { body: unknown }) => (body as { task: number }).task;
const tasksOf = async ({ reference }: StoredWindow) =>
  (await api.as('operator').get(`/v1/tasks?reference=${reference}`)).body as { items: Record<string, unknown>[] };
const answersOf = async ({ reference }: StoredWindow) =>
  ((await api.as('customer').get(`/v1/windows/${reference}/proof`)).body as { answers: { answer: string }[] }).answers;
const scopeOf = ({ reference }: StoredWindow) => api.windows.core(reference).state.spec.scope;

describe('S6, S9: objecting', () => {
  it('is a task for whoever answers for the customer, and an answer in the proof', async () => {
    const window = await announced();
    const made = await object(window).expect(202);
    expect(made.body).toEqual({
      reference: window.reference,
      ...{ task: expect.any(Number) as number, resources: ['acme-db', 'acme-web'] },
    });
    const { items } = await tasksOf(window);
    expect(items).toMatchObject([
      {
        ...{ id: taskIn(made), kind: 'objection', organizationId: 'acme', subject: 'organization:acme' },
        ...{ reason: 'acme token objects to the maintenance of all their resources: Our sale begins.' },
        ...{ resources: null, answer: null, doneAt: null },
      },
    ]);
    const mine = await api.as('operator').get(`/v1/tasks?staff=rita&reference=${window.reference}`).expect(200);
    expect((mine.body as { items: unknown[] }).items).toHaveLength(1);
    expect((await answersOf(window)).map(({ answer }) => answer)).toEqual(['declined']);
  });

  it('again changes nothing, and of another resource adds it', async () => {
    const window = await announced();
    const first = await object(window, { resources: ['acme-db'] }).expect(202);
    const before = await tasksOf(window);
    expect((await object(window, { resources: ['acme-db'] }).expect(202)).body).toEqual(first.body);
    expect(await tasksOf(window)).toEqual(before);
    await object(window, { resources: ['acme-web'], reason: 'It, too.' }).expect(202);
    const [task] = (await tasksOf(window)).items;
    expect(task).toMatchObject({
      id: taskIn(first),
      reason: expect.stringMatching(/begins\.\n.*It, too\./s) as string,
    });
    expect([...((task?.resources as string[] | undefined) ?? [])].sort()).toEqual(['acme-db', 'acme-web']);
  });

  it('T3: is about what the token covers, as its contact where it is of one, and nothing else exists', async () => {
    const window = await announced({ resources: ['acme-web', 'bolt-web'] });
    const path = `/v1/maintenance/${window.reference}/object`;
    const asked = (body: object) =>
      api
        .anonymous()
        .post(path)
        .set('Authorization', `Bearer ${production}`)
        .send({ reason: 'No.', ...body });
    for (const resource of ['bolt-web', 'acme-db', 'nothing']) {
      expect(problemIn(await asked({ resources: [resource] }).expect(404)).code).toBe('not-found');
    }
    expect((await tasksOf(window)).items).toEqual([]);
    expect((await asked({}).expect(202)).body).toMatchObject({ resources: ['acme-web'] });
    expect((await tasksOf(window)).items).toMatchObject([{ subject: 'contact:acme-ops', resources: ['acme-web'] }]);
    expect(problemIn(await object(window, {}, 'stranger').expect(404)).code).toBe('not-found');
  });

  it('is refused from the lock-in on, with when that was and what to do', async () => {
    const window = await announced();
    api.time.now = window.core.state.spec.slot.startsAt - HOUR;
    const problem = problemIn(await object(window).expect(409));
    expect(problem).toMatchObject({ code: 'locked-in' });
    expect(problem.detail).toMatch(/were taken until .*Call the window's point of contact/);
    expect((await tasksOf(window)).items).toEqual([]);
    expect(await answersOf(window)).toEqual([]);
  });
});

describe('S9: the answer to an objection', () => {
  it('accepted takes the resources out of the window by a rescope of whoever accepts', async () => {
    const window = await announced();
    const task = taskIn(await object(window).expect(202));
    await answer(task, { answer: 'accepted' }).expect(200);
    expect(scopeOf(window)).toMatchObject({ ...HERE, except: ['acme-db', 'acme-web'] });
    const given = api.windows.commands.filter(({ reference }) => reference === window.reference);
    expect(given).toMatchObject([{ name: 'rescope', giver: { by: 'operator token' } }]);
    const [done] = (await tasksOf(window)).items;
    expect(done).toMatchObject({ answer: 'accepted', doneBy: 'operator token' });
    // nothing of theirs is left
    expect(problemIn(await object(window).expect(409)).code).toBe('out-of-scope');
    expect(problemIn(await answer(task, { answer: 'refused', reason: 'No.' }).expect(409)).code).toBe('already-done');
  });

  it('accepted for two customers leaves both out, whatever the order', async () => {
    const window = await announced({ locations: ['eu-1'] });
    const wanted = { name: 'bolt', role: 'customer', access: 'self-service', organizationId: 'bolt' } as const;
    const { token } = await createToken(api.store.db, wanted);
    const bolt = await api
      .anonymous()
      .post(`/v1/maintenance/${window.reference}/object`)
      .set('Authorization', `Bearer ${token}`)
      .send({ reason: 'No.' })
      .expect(202);
    const acme = await object(window).expect(202);
    const answers = await Promise.all([acme, bolt].map((made) => answer(taskIn(made), { answer: 'accepted' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect([...(scopeOf(window).except ?? [])].sort()).toEqual(['acme-db', 'acme-web', 'bolt-web']);
  });

  it('accepted while Temporal is away is open still, and done by the next who accepts', async () => {
    const window = await announced();
    const task = taskIn(await object(window).expect(202));
    api.windows.reachable = false;
    expect(problemIn(await answer(task, { answer: 'accepted' }).expect(503)).code).toBe('temporal-unreachable');
    api.windows.reachable = true;
    // it may have happened, so nobody refuses it now
    expect(problemIn(await answer(task, { answer: 'refused', reason: 'No.' }).expect(409)).code).toBe('already-done');
    expect((await tasksOf(window)).items).toMatchObject([{ doneAt: null, answer: null }]);
    await answer(task, { answer: 'accepted' }).expect(200);
    expect((await tasksOf(window)).items).toMatchObject([{ answer: 'accepted' }]);
  });

  it('that the window refuses leaves it open, to be refused', async () => {
    const window = await announced({ resources: ['acme-web'] }, PROCESS_POLICY);
    const task = taskIn(await object(window).expect(202));
    expect(problemIn(await answer(task, { answer: 'accepted' }).expect(422)).code).toBe('empty-audience');
    expect((await tasksOf(window)).items).toMatchObject([{ doneAt: null, answer: null }]);
    await answer(task, { answer: 'refused', reason: 'It is your window alone.' }).expect(200);
  });

  it('refused needs a reason, which is kept', async () => {
    const window = await announced();
    const task = taskIn(await object(window).expect(202));
    const problem = problemIn(await answer(task, { answer: 'refused' }).expect(422));
    expect(problem.errors).toMatchObject([{ field: 'reason' }]);
    await answer(task, { answer: 'refused', reason: 'The firmware is not safe.' }).expect(200);
    expect((await tasksOf(window)).items).toMatchObject([{ answer: 'refused', note: 'The firmware is not safe.' }]);
    // objected to again it waits again
    await object(window, { reason: 'Really not.' }).expect(202);
    expect((await tasksOf(window)).items).toMatchObject([{ id: task, answer: null, doneAt: null, note: null }]);
  });

  it('is for objections, and an override for approvers', async () => {
    const window = await announced();
    const values = {
      kind: 'nobody-to-tell',
      window_reference: window.reference,
      subject: 'organization:coil',
    } as const;
    const { id } = await api.store.db
      .insertInto('staff_tasks')
      .values({ ...values, organization_id: 'coil', reason: 'x' })
      .returning('id')
      .executeTakeFirstOrThrow();
    expect(problemIn(await answer(id, { answer: 'accepted' }).expect(404)).detail).toContain('is no objection');
    expect(problemIn(await answer(424_242, { answer: 'accepted' }).expect(404)).detail).toContain('GET /v1/tasks');
    const override = { answer: 'accepted', override: 'Because.' };
    expect(problemIn(await answer(id, override).expect(403)).code).toBe('not-permitted');
  });
});

describe('S6: acknowledging', () => {
  const acknowledge = ({ reference }: StoredWindow, token: TokenName = 'customer') =>
    api.as(token).post(`/v1/maintenance/${reference}/acknowledge`);

  it('is an answer in the proof, once however often', async () => {
    const window = await announced();
    const { reference } = window;
    for (let times = 0; times < 2; times++) {
      const { body } = await acknowledge(window).expect(200);
      expect(body).toEqual({ reference, recipient: 'organization:acme', sequence: expect.any(Number) as number });
    }
    expect(await answersOf(window)).toMatchObject([{ answer: 'accepted', recipient: 'organization:acme' }]);
    const { body } = await api.as('operator').get(`/v1/windows/${reference}/acknowledgements`).expect(200);
    expect((body as { items: object[] }).items).toMatchObject([{ via: 'api', organizationId: 'acme' }]);
    const timeline = await api.as('operator').get(`/v1/windows/${reference}/timeline`).expect(200);
    const { items } = timeline.body as { items: { type: string; door: string }[] };
    expect(items.filter(({ type }) => type === 'acknowledged')).toMatchObject([{ door: 'api' }]);
  });

  it('ends an objection that nobody has answered', async () => {
    const window = await announced();
    await object(window).expect(202);
    await acknowledge(window).expect(200);
    expect((await tasksOf(window)).items).toMatchObject([{ kind: 'objection', note: 'accepted since', answer: null }]);
    expect((await answersOf(window)).map(({ answer }) => answer)).toEqual(['declined', 'accepted']);
  });

  it('T3: of a window outside what the token covers is none', async () => {
    const window = await announced({ resources: ['bolt-web'] });
    expect(problemIn(await acknowledge(window).expect(404)).code).toBe('not-found');
    expect(problemIn(await acknowledge(window, 'stranger').expect(404)).code).toBe('not-found');
  });
});
