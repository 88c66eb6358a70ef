import { sql } from 'kysely';
import { KnownError } from '../../domain/shared/errors';
import { DAY, HOUR, MINUTE, SECOND, toIso } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN } from '../../domain/work/plan';
import { WORK_STATE_NAMES } from '../../domain/work/states';
import pino from 'pino';
import { createToken } from '../../store/access/create-token';
import { claimWork } from '../../store/work/claim';
import { skipWork } from '../../store/work/person';
import { createHandover } from '../../use-cases/hand-over-claims';
import { workItemId } from '../../workflows/work-item-messages';
import { deliver, StoredWindow } from '../store/support';
import { problemIn, useApi, type Answered } from './support/api';
import { useMaintenance, WORKED_ON, type WorkWindow } from './support/maintenance';

/** A customer's token that may do more than read. */
const SELF_SERVICE = { role: 'customer', access: 'self-service', organizationId: 'acme' } as const;

const api = useApi();
const { list, made } = useMaintenance(api);
let staging: string;

beforeAll(async () => {
  const limited = { ...SELF_SERVICE, environments: ['acme-staging'] } as const;
  staging = (await createToken(api.store.db, { name: 'acme staging', ...limited })).token;
});

interface Due {
  readonly reference: string;
  readonly resource: { readonly id: string };
}

const dueIn = (response: Answered) => (response.body as { items: readonly Due[] }).items;
const idsIn = (response: Answered) => dueIn(response).map(({ resource: { id } }) => id);
const restart = ({ reference }: WorkWindow, id: string) =>
  api.as('customer').post(`/v1/maintenance/${reference}/${id}/restart`);
const asStaging = (asked: ReturnType<ReturnType<typeof api.anonymous>['get']>) =>
  asked.set('Authorization', `Bearer ${staging}`);

describe('S4: GET /v1/maintenance', () => {
  it('tells a customer what is due on its own resources, in which window, and until when it may do it', async () => {
    const { reference, startsAt } = await made();
    const response = await api.as('customer').get('/v1/maintenance').expect(200);
    expect(idsIn(response)).toEqual(['acme-app', 'acme-db-1', 'acme-db-2', 'acme-db-3']);
    expect(dueIn(response)[0]).toEqual({
      ...{ reference, title: expect.any(String) as string, state: 'due', by: null },
      resource: { id: 'acme-app', name: 'acme-app', kind: 'app', environment: 'acme-staging' },
      // on the list since the window was opened
      since: toIso(startsAt - 15 * DAY),
      startsAt: toIso(startsAt),
      endsAt: expect.stringMatching(/Z$/) as string,
      selfServiceUntil: toIso(startsAt - HOUR),
    });
  });

  it('by kind, and page by page', async () => {
    await made();
    expect(idsIn(await api.as('customer').get('/v1/maintenance?kind=app,server'))).toEqual(['acme-app']);
    const first = await api.as('customer').get('/v1/maintenance?kind=database&limit=2').expect(200);
    const { next } = first.body as { next: string };
    const second = await api.as('customer').get(`/v1/maintenance?kind=database&limit=2&cursor=${next}`).expect(200);
    expect([...idsIn(first), ...idsIn(second)]).toEqual(['acme-db-1', 'acme-db-2', 'acme-db-3']);
    expect((second.body as { next: unknown }).next).toBeNull();
    const wrong = problemIn(await api.as('customer').get('/v1/maintenance?cursor=bm8'));
    expect(wrong).toMatchObject({ code: 'invalid-body', errors: [{ field: 'cursor' }] });
  });

  it('T3: a token sees the environments it covers, and another organization does not exist', async () => {
    await made();
    expect(idsIn(await asStaging(api.anonymous().get('/v1/maintenance')))).toEqual(['acme-app']);
    expect(idsIn(await api.as('stranger').get('/v1/maintenance'))).toEqual([]);
    expect(problemIn(await api.as('stranger').get('/v1/maintenance?organization=acme')).code).toBe('not-found');
  });

  it('staff name the organization', async () => {
    await made();
    expect(idsIn(await api.as('operator').get('/v1/maintenance?organization=bolt'))).toEqual(['bolt-db']);
    const without = problemIn(await api.as('operator').get('/v1/maintenance'));
    expect(without).toMatchObject({ status: 422, errors: [{ field: 'organization' }] });
    expect(problemIn(await api.as('operator').get('/v1/maintenance?organization=none')).code).toBe('not-found');
  });
});

describe('S3: POST /v1/maintenance/{reference}/{resource}/restart', () => {
  it('claims the resource for the customer, and hands the claim over once', async () => {
    const window = await made();
    const { body } = await restart(window, 'acme-db-3').expect(202);
    expect(body).toMatchObject({
      reference: window.reference,
      work: { resource: { id: 'acme-db-3' }, state: 'claimed', by: 'customer', who: null, attempt: 1 },
    });
    const jobs = await api.store.db.selectFrom('work_jobs').selectAll().execute();
    expect(jobs).toMatchObject([{ resource_id: 'acme-db-3', by: 'customer', who: 'acme token', state: 'claimed' }]);
    expect(api.work.carried).toEqual([{ key: jobs[0]?.key, reference: window.reference }]);
  });

  it('is repeatable, with its Idempotency-Key and without', async () => {
    const window = await made();
    const first = await restart(window, 'acme-db-3').set('Idempotency-Key', 'one').expect(202);
    const again = await restart(window, 'acme-db-3').set('Idempotency-Key', 'one').expect(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    // a request that broke off after the claim is handed over by the next one, under the same key
    await restart(window, 'acme-db-3').expect(202);
    const ids = api.work.carried.map(({ key }) => workItemId(key));
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('of two tokens racing for one resource exactly one wins', async () => {
    const other = (await createToken(api.store.db, { name: `other acme`, ...SELF_SERVICE })).token;
    for (let round = 0; round < 10; round++) {
      const window = await made({}, ['acme-db-3']);
      const path = `/v1/maintenance/${window.reference}/acme-db-3/restart`;
      const answers = await Promise.all(
        Array.from({ length: 2 }, (_, n) =>
          n === 0
            ? api.as('customer').post(path)
            : api.anonymous().post(path).set('Authorization', `Bearer ${other}`).send(),
        ),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
      const refused = answers.filter(({ status }) => status === 409).map((answer) => problemIn(answer).code);
      expect(refused).toEqual(['already-claimed']);
      expect(api.work.carried).toHaveLength(1);
      api.work.carried.length = 0;
      await sql`truncate work, work_jobs`.execute(api.store.db);
    }
  });

  it('refuses with the rule, the figures and the way out', async () => {
    const window = await made();
    const refused = async (id: string) => problemIn(await restart(window, id).expect(409));
    await restart(window, 'acme-db-1').expect(202);
    expect(await refused('acme-db-2')).toMatchObject({
      code: 'group-busy',
      detail: expect.stringContaining('acme-db-1') as string,
    });
    const decision = { reference: window.reference, resourceIds: ['acme-app'], who: 'Eve', now: api.time.now };
    await skipWork(api.store.db, decision);
    const skipped = await refused('acme-app');
    expect(skipped.code).toBe('not-due');
    expect(skipped.detail).not.toContain('Eve');
    api.time.now = window.startsAt - 30 * MINUTE;
    expect(await refused('acme-db-3')).toMatchObject({
      code: 'locked-in',
      detail: expect.stringContaining(toIso(window.startsAt - HOUR)) as string,
    });
    const closed = await made({ selfService: false }, ['acme-db-3']);
    expect(problemIn(await restart(closed, 'acme-db-3')).code).toBe('no-self-service');
    expect(api.work.carried).toHaveLength(1);
  });

  it('refuses what is worked on through another window, and says so', async () => {
    const [one, two] = [await made({}, ['acme-db-3']), await made({}, ['acme-db-3'])];
    await restart(one, 'acme-db-3').expect(202);
    expect(problemIn(await restart(two, 'acme-db-3').expect(409))).toMatchObject({
      code: 'already-claimed',
      detail: expect.stringContaining('through another window') as string,
    });
  });

  it('T3: what lies outside the scope of the token does not exist', async () => {
    const window = await made();
    const path = (id: string) => `/v1/maintenance/${window.reference}/${id}/restart`;
    const outside = [
      await asStaging(api.anonymous().post(path('acme-db-3'))).send(),
      await api.as('stranger').post(path('acme-db-3')),
      await api.as('customer').post(path('bolt-db')),
      await api.as('customer').post(path('none')),
    ];
    for (const response of outside) {
      expect(problemIn(response)).toMatchObject({ status: 404, code: 'not-found' });
    }
    await asStaging(api.anonymous().post(path('acme-app')))
      .send()
      .expect(202);
    expect(problemIn(await api.as('admin').post(path('acme-db-3'))).code).toBe('not-permitted');
  });

  it.each(['temporal-unreachable', 'no-answer-yet'] as const)(
    'gives the claim back when Temporal is away: %s',
    async (code) => {
      const window = await made();
      api.work.failure = new KnownError(code, 'Away.');
      const away = problemIn(await restart(window, 'acme-db-3').expect(503));
      expect(away.code).toBe('temporal-unreachable');
      expect((await list().counts(window.reference)).due).toBe(WORKED_ON.length);
      api.work.failure = undefined;
      await restart(window, 'acme-db-3').expect(202);
      expect(api.work.carried).toHaveLength(1);
    },
  );
});

interface Work {
  readonly counts: Readonly<Record<string, number>>;
  readonly total: number;
  readonly items: readonly { readonly resource: { readonly id: string }; readonly who: string | null }[];
  readonly next: string | null;
}

describe('S4: GET /v1/windows/{reference}/work', () => {
  const work = async (token: 'operator' | 'customer', { reference }: WorkWindow, query = '') =>
    (await api.as(token).get(`/v1/windows/${reference}/work${query}`).expect(200)).body as Work;

  it('counts and lists the work in its order, for staff with who has it', async () => {
    const window = await made({ order: ['Staging', 'Production'] });
    await restart(window, 'acme-db-3').expect(202);
    const { counts, total, items } = await work('operator', window);
    expect([counts, total]).toEqual([
      { due: 4, claimed: 1, running: 0, done: 0, failed: 0, skipped: 0, unknown: 0 },
      5,
    ]);
    expect(items.map(({ resource: { id } }) => id)).toEqual([
      ...['acme-app', 'acme-db-1', 'acme-db-2', 'acme-db-3', 'bolt-db'],
    ]);
    const claimed = await work('operator', window, '?state=claimed,running');
    expect(claimed.items).toMatchObject([{ resource: { id: 'acme-db-3' }, by: 'customer', who: 'acme token' }]);
    const first = await work('operator', window, '?limit=3');
    const second = await work('operator', window, `?limit=3&cursor=${first.next ?? ''}`);
    expect([...first.items, ...second.items]).toEqual(items);
  });

  it('T3: customers see, and count, their own resources that their token covers', async () => {
    const window = await made();
    await restart(window, 'acme-db-3').expect(202);
    const { counts, total, items } = await work('customer', window);
    expect([counts.due, counts.claimed, total]).toEqual([3, 1, 4]);
    expect(items.map(({ who }) => who)).toEqual([null, null, null, null]);
    expect(JSON.stringify(items)).not.toContain('bolt');
    expect(problemIn(await api.as('stranger').get(`/v1/windows/${window.reference}/work`)).code).toBe('not-found');
    const limits = { role: 'engineer', organizations: ['bolt'] } as const;
    const { token } = await createToken(api.store.db, { name: 'engineer of bolt', ...limits });
    const asked = api.anonymous().get(`/v1/windows/${window.reference}/work`).set('Authorization', `Bearer ${token}`);
    expect((await asked).body).toMatchObject({ total: 1, items: [{ resource: { id: 'bolt-db' } }] });
  });

  it('a window without a work list says so', async () => {
    const { reference } = await StoredWindow.announced(api.store);
    const problem = problemIn(await api.as('operator').get(`/v1/windows/${reference}/work`));
    expect(problem).toMatchObject({ status: 404, detail: expect.stringContaining('no work list') as string });
  });
});

describe('S2, S3: the work in GET /v1/windows/{reference}', () => {
  const workIn = async (asked: PromiseLike<Answered>) =>
    ((await asked).body as { work?: Readonly<Record<string, unknown>> }).work;
  const none = Object.fromEntries(WORK_STATE_NAMES.map((state) => [state, 0]));

  it('is told to staff with the plan, and why it does not go on', async () => {
    const window = await made();
    const read = () => workIn(api.as('operator').get(`/v1/windows/${window.reference}`).expect(200));
    expect(await read()).toEqual({
      ...{ state: null, because: null, counts: { ...none, due: 5 }, total: 5 },
      selfServiceUntil: toIso(window.startsAt - HOUR),
      plan: { ...DEFAULT_WORK_PLAN, mode: 'automatic', executor: 'demo', selfService: true },
    });
    const work = JSON.stringify({ state: 'stopped', because: '2 resources in a row are not well.' });
    await sql`
      update windows set view = jsonb_set(jsonb_set(view, '{work}', ${work}::jsonb), '{startedAt}', to_jsonb(${window.startsAt - 90 * MINUTE}::bigint))
      where reference = ${window.reference}
    `.execute(api.store.db);
    expect(await read()).toMatchObject({
      ...{ state: 'stopped', because: '2 resources in a row are not well.' },
      selfServiceUntil: toIso(window.startsAt - 90 * MINUTE),
    });
  });

  it('T3: a customer reads how far its own is, and nothing of the plan', async () => {
    const window = await made();
    await restart(window, 'acme-db-3').expect(202);
    const { reference } = window;
    const seen = { state: null, selfServiceUntil: toIso(window.startsAt - HOUR) };
    expect(await workIn(api.as('customer').get(`/v1/windows/${reference}`).expect(200))).toEqual({
      ...{ ...seen, counts: { ...none, due: 3, claimed: 1 }, total: 4 },
    });
    expect(await workIn(asStaging(api.anonymous().get(`/v1/windows/${reference}`)).expect(200))).toEqual({
      ...{ ...seen, counts: { ...none, due: 1 }, total: 1 },
    });
  });

  it('is not there without a work list', async () => {
    const { reference } = await StoredWindow.announced(api.store);
    expect(await workIn(api.as('operator').get(`/v1/windows/${reference}`).expect(200))).toBeUndefined();
  });
});

describe('T1: the proof of notice', () => {
  interface ProofOfWork {
    readonly work: readonly {
      readonly resource: { readonly id: string };
      readonly text: string;
      readonly since: string;
    }[];
  }

  it('lists what became of each of the organization’s resources, by whom and when; no name and nothing of others', async () => {
    const window = await made();
    const { reference } = window;
    await restart(window, 'acme-db-3').expect(202);
    const [key = ''] = api.work.carried.map((carried) => carried.key);
    await list().begin(key, api.time.now);
    await list().end(key, { state: 'done' }, api.time.now + MINUTE);
    const decision = { reference, resourceIds: ['acme-db-1'], who: 'Eve Ops', now: api.time.now };
    await skipWork(api.store.db, decision);
    const path = `/v1/windows/${reference}/proof`;
    const asked = await api.as('customer').get(path).expect(200);
    const { work } = asked.body as ProofOfWork;
    expect(work.map(({ resource: { id }, text }) => [id, text])).toEqual([
      ['acme-app', 'due'],
      ['acme-db-1', 'skipped: an operator left it out'],
      ['acme-db-2', 'due'],
      ['acme-db-3', 'done by the customer'],
    ]);
    expect(work[3]?.since).toBe(toIso(api.time.now + MINUTE));
    const page = await api.as('operator').get(`${path}.html?organization=acme`).expect(200);
    expect(page.text).toContain('done by the customer');
    expect(page.text).not.toMatch(/Eve Ops|bolt-db/);
  });

  it('has no such list without a work list', async () => {
    const window = await StoredWindow.announced(api.store);
    await deliver(api.store, window.key('announcement'));
    const { body } = await api
      .as('operator')
      .get(`/v1/windows/${window.reference}/proof?organization=acme`)
      .expect(200);
    expect((body as ProofOfWork).work).toEqual([]);
  });
});

it('S7: /metrics count what executors were asked for, by executor and state, and how long it took', async () => {
  const { reference } = await made();
  const { now } = api.time;
  const claimant = { by: 'operator' } as const;
  const resourceIds = ['acme-app', 'acme-db-1', 'acme-db-3', 'bolt-db'];
  const [app, one, three, bolt] = await claimWork(api.store.db, { reference, resourceIds, claimant, who: 'ops', now });
  for (const [claim, state, seconds] of [
    [app, 'done', 20],
    [one, 'done', 22.5],
    [three, 'failed', 5],
  ] as const) {
    await list().begin(claim?.key ?? '', now);
    await list().end(claim?.key ?? '', { state }, now + seconds * SECOND);
  }
  await list().release(bolt?.key ?? '', now);
  // the figures are counted every ten seconds
  api.time.now += MINUTE;
  const { text } = await api.as('operator').get('/metrics').expect(200);
  expect(text.split('\n').filter((line) => /^forewarn_work[{_]/.test(line))).toEqual([
    'forewarn_work{executor="demo",state="done"} 2',
    'forewarn_work{executor="demo",state="failed"} 1',
    'forewarn_work_duration_seconds_sum{executor="demo",state="done"} 42.5',
    'forewarn_work_duration_seconds_sum{executor="demo",state="failed"} 5',
    'forewarn_work_duration_seconds_count{executor="demo",state="done"} 2',
    'forewarn_work_duration_seconds_count{executor="demo",state="failed"} 1',
  ]);
});

describe('S3: a claim whose request ended before it was handed over', () => {
  const logged: unknown[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const handover = () =>
    createHandover({
      db: api.store.db,
      work: api.work.carrier,
      windows: api.windows,
      logger: log,
      clock: () => api.time.now,
    });

  it('is handed over within minutes, under its one key, and no longer once it has begun', async () => {
    const window = await made();
    await restart(window, 'acme-db-3').expect(202);
    const [first] = api.work.carried.splice(0);
    await handover().now();
    // the request may be under way
    expect(api.work.carried).toEqual([]);
    api.time.now += 2 * MINUTE;
    await handover().now();
    expect(api.work.carried).toEqual([first]);
    await list().begin(first?.key ?? '', api.time.now);
    await handover().now();
    expect(api.work.carried).toHaveLength(1);
  });

  it('waits while Temporal is away', async () => {
    const window = await made();
    await restart(window, 'acme-db-3').expect(202);
    api.work.carried.length = 0;
    api.time.now += 2 * MINUTE;
    api.work.failure = new KnownError('temporal-unreachable', 'Away.');
    await handover().now();
    expect(logged.join()).toContain('handed over');
    api.work.failure = undefined;
    await handover().now();
    expect(api.work.carried).toHaveLength(1);
  });
});
