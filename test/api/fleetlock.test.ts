import { sql } from 'kysely';
import { OWN_CREDENTIALS } from '../../api/permissions';
import type { Health } from '../../activities/ports/executor';
import { scopeSchema } from '../../domain/planning/scope';
import { KnownError } from '../../domain/shared/errors';
import { HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { DEFAULT_WORK_PLAN, type WorkPlan } from '../../domain/work/plan';
import { newRun } from '../../domain/work/run';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { retryWork, skipWork } from '../../store/work/person';
import { createWorkList } from '../../store/work/work';
import { createHandover } from '../../use-cases/hand-over-claims';
import type { HostLocks } from '../../use-cases/answer-hosts';
import { resource, StoredWindow } from '../store/support';
import { problemIn, useApi } from './support/api';

/** S2, S3, S7: hosts that update themselves ask and report by the FleetLock protocol. */

const TOKEN = 'zincati-5f0d8e1c2b7a4693_canary-token';
const outside = { blocking: [] as string[], probed: new Set<string>() };
const probe = { settleMs: 0, serves: () => true, look: () => Promise.resolve<Health>({ healthy: true }) };
const hosts: HostLocks = {
  locks: new Map([
    ['hosts', { kinds: ['server'], token: TOKEN, label: 'machine-id' }],
    ['by-id', { kinds: ['server', 'router'], token: `${TOKEN}-2` }],
  ]),
  probeFor: (kind) => (outside.probed.has(kind) ? probe : undefined),
  blockers: { blocking: () => Promise.resolve(outside.blocking) },
};
const api = useApi({}, { hosts });
const list = () => createWorkList(api.store.db);

const PLAN: WorkPlan = {
  ...DEFAULT_WORK_PLAN,
  ...{ mode: 'automatic', executor: 'hosts', batch: 2, pauseSeconds: 0, selfService: true, stopAfterFailures: 3 },
};
const IDS = ['srv-1', 'srv-2', 'srv-3', 'srv-4', 'srv-5', 'srv-6'];

beforeEach(async () => {
  await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(api.store.db);
  // srv-1 and srv-2 can replace each other; srv-6 is in staging
  const rows = IDS.map((id, n) => ({
    ...resource(id, 'acme', 'eu-1/dc-1/rack-a12', 'server', { 'machine-id': `m-${id}` }),
    ...(n < 2 ? { redundancyGroup: 'orders' } : {}),
    environmentId: n === 5 ? 'acme-staging' : 'acme-production',
  }));
  const { rejected } = await importInventory(api.store.db, 'resources', rows);
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
  outside.blocking = [];
  outside.probed.clear();
  api.work.carried.length = 0;
  api.work.failure = undefined;
});

interface Made {
  readonly reference: string;
  readonly startsAt: number;
  readonly plan: WorkPlan;
}

/** An announced window on all servers; the clock stands two hours before its start. */
async function made(change: Partial<WorkPlan> = {}, resources = IDS): Promise<Made> {
  const window = await StoredWindow.announced(api.store);
  const { reference } = window;
  const { startsAt } = window.core.state.spec.slot;
  const plan = { ...PLAN, ...change };
  api.time.now = startsAt - 2 * HOUR;
  await list().follow({ reference, plan, now: api.time.now, scope: scopeSchema.parse({ resources }) });
  return { reference, startsAt, plan };
}

/** The same, a minute after its start, with its runner at work. */
async function begun(change: Partial<WorkPlan> = {}, resources = IDS): Promise<Made> {
  const window = await made(change, resources);
  const { reference, startsAt, plan } = window;
  const set = { phase: 'in-progress', started_at: new Date(startsAt) };
  await api.store.db.updateTable('windows').set(set).where('reference', '=', reference).execute();
  api.time.now = startsAt + MINUTE;
  await list().keepRun(reference, { run: newRun(plan), known: { begun: 0, ended: 0 } });
  return window;
}

interface Sent {
  readonly executor?: string;
  readonly token?: string;
  readonly header?: string;
  readonly body?: unknown;
}

async function post(path: string, id: string, sent: Sent = {}) {
  const { executor = 'hosts', token = TOKEN, header = 'true' } = sent;
  const { body = { client_params: { id, group: 'default' } } } = sent;
  const { status, body: answer } = await api
    .anonymous()
    .post(`/fleetlock/${executor}/${token}/v1/${path}`)
    .set('fleet-lock-protocol', header)
    // as Zincati sends it
    .set('content-type', 'text/plain')
    .send(typeof body === 'string' ? body : JSON.stringify(body));
  return { status, answer: answer as { kind?: string; value?: string } };
}

/** `yes`, or the kind of the refusal. */
async function ask(id: string, sent?: Sent): Promise<string | undefined> {
  const { status, answer } = await post('pre-reboot', `m-${id}`, sent);
  if (status !== 200) expect(answer.value).toMatch(/^\S.*\.$/s);
  return status === 200 ? 'yes' : answer.kind;
}
const steady = async (id: string) => (await post('steady-state', `m-${id}`)).status;

const stateOf = async (id: string) =>
  (await api.store.db.selectFrom('work').select(['state', 'by']).where('resource_id', '=', id).executeTakeFirst())
    ?.state;
const jobs = () => api.store.db.selectFrom('work_jobs').selectAll().orderBy('key').execute();
const keyOf = async (id: string) => (await jobs()).find((job) => job.resource_id === id)?.key ?? '';
const decision = (reference: string, id: string) => ({ reference, resourceIds: [id], who: 'Ada', now: api.time.now });

describe('S7: the protocol', () => {
  it('a grant is a claim that is begun, asked again it is yes and the same claim, and the steady state completes it', async () => {
    const { reference } = await begun();
    expect(await ask('srv-3')).toBe('yes');
    const before = await jobs();
    expect(before).toMatchObject([
      {
        resource_id: 'srv-3',
        window_reference: reference,
        by: 'window',
        state: 'running',
        evidence: { host: 'm-srv-3' },
      },
    ]);
    expect(await ask('srv-3')).toBe('yes');
    expect(await jobs()).toEqual(before);
    expect([await steady('srv-3'), await steady('srv-3')]).toEqual([200, 200]);
    expect(await stateOf('srv-3')).toBe('done');
    expect(await ask('srv-3')).toBe('not-due');
  });

  it('a host that boots reports first: what was never granted is not completed by it, nor what was granted through another executor', async () => {
    await begun();
    expect([await steady('srv-3'), await steady('srv-nowhere')]).toEqual([200, 200]);
    expect(await stateOf('srv-3')).toBe('due');
    await ask('srv-3');
    await post('steady-state', 'm-srv-3', { executor: 'by-id', token: `${TOKEN}-2` });
    expect(await stateOf('srv-3')).toBe('running');
  });

  it.each<[string, number, string, Sent]>([
    ['another token', 404, 'unknown-address', { token: `${TOKEN}x` }],
    ['an executor that is not there', 404, 'unknown-address', { executor: 'nowhere' }],
    ["another executor's token", 404, 'unknown-address', { executor: 'by-id' }],
    ['without the header of the protocol', 400, 'no-protocol-header', { header: 'false' }],
    ['a body that is not JSON', 400, 'malformed-body', { body: '{' }],
    ['no group', 400, 'invalid-body', { body: { client_params: { id: 'm-srv-3' } } }],
    [
      'a group that the protocol does not have',
      400,
      'invalid-body',
      { body: { client_params: { id: 'a', group: 'a b' } } },
    ],
    ['no body', 400, 'invalid-body', { body: '' }],
    ['more than two names', 413, 'body-too-large', { body: JSON.stringify({ id: 'x'.repeat(5_000) }) }],
  ])('%s is %d %s, in the words of the protocol', async (_what, status, kind, sent) => {
    await begun();
    for (const path of ['pre-reboot', 'steady-state']) {
      const answer = await post(path, 'm-srv-3', sent);
      expect(answer).toMatchObject({ status, answer: { kind, value: expect.stringMatching(/\.$/) as string } });
    }
    expect(await jobs()).toEqual([]);
  });

  it('T3: no token of the API opens it, in the header or in the address', async () => {
    await begun();
    const { inbound, admin, customer } = api.tokens;
    for (const token of [inbound, admin, customer]) {
      expect(await ask('srv-3', { token })).toBe('unknown-address');
      const { status } = await api
        .anonymous()
        .post(`/fleetlock/hosts/x/v1/pre-reboot`)
        .set('Authorization', `Bearer ${token}`);
      expect(status).toBe(404);
    }
    const rows = Object.keys(OWN_CREDENTIALS).filter((path) => path.startsWith('/fleetlock'));
    const called = new Set(api.log.join('').match(/"route":"[/]fleetlock[^"]*"/g));
    expect([...called].sort()).toEqual(rows.map((path) => `"route":"${path}"`).sort());
  });

  it('neither token nor id is in the log', async () => {
    await begun();
    await ask('srv-3');
    await ask('srv-3', { token: 'a-wrong-canary' });
    expect(api.log.join('\n')).toContain('/fleetlock/{executor}/{token}/v1/pre-reboot');
    expect(api.log.join('\n')).not.toMatch(/canary|m-srv/);
  });

  it('a host that is not in the inventory, or twice, hears what was looked for', async () => {
    await begun();
    const { status, answer } = await post('pre-reboot', 'm-nobody');
    expect({ status, ...answer }).toMatchObject({ status: 404, kind: 'unknown-host' });
    expect(answer.value).toContain('kind server whose label machine-id is m-nobody');
    const twin = resource('srv-twin', 'acme', 'eu-1/dc-1/rack-a12', 'server', { 'machine-id': 'm-srv-3' });
    await importInventory(api.store.db, 'resources', [twin]);
    expect(await ask('srv-3')).toBe('unknown-host');
    await api.store.db.deleteFrom('resources').where('id', '=', 'srv-twin').execute();
    // without a label the id is the resource's
    const byId = { executor: 'by-id', token: `${TOKEN}-2` };
    expect((await post('pre-reboot', 'srv-3', byId)).answer).toMatchObject({ kind: 'not-due' });
  });
});

describe('S2: in the window', () => {
  it('of 20 hosts that ask at the same moment never more than a batch are granted, never two of a group, and each once', async () => {
    for (let round = 0; round < 5; round++) {
      await begun();
      const asking = Array.from({ length: 20 }, (_, n) => IDS[n % IDS.length] ?? '');
      const answers = await Promise.all(asking.map(async (id) => ({ id, answer: await ask(id) })));
      const granted = await jobs();
      expect(granted).toHaveLength(2);
      const told = new Set(answers.filter(({ answer }) => answer === 'yes').map(({ id }) => id));
      expect([...told].sort()).toEqual(granted.map((job) => job.resource_id).sort());
      expect([...told].sort()).not.toEqual(['srv-1', 'srv-2']);
      await sql`truncate work, work_jobs, work_plans, windows, window_slots cascade`.execute(api.store.db);
    }
  });

  it('nothing is granted while it is paused, stopped, aborted or blocked, near its end, or before its runner has looked', async () => {
    const { reference, plan } = await begun();
    const run = newRun(plan);
    for (const halted of ['paused', 'aborted'] as const) {
      await list().halt(reference, halted);
      expect(await ask('srv-3')).toBe('work-halted');
    }
    await list().halt(reference, null);
    const known = { begun: 0, ended: 0 };
    await list().keepRun(reference, { run: { ...run, state: 'stopped', because: 'Two failed.' }, known });
    expect(await ask('srv-3')).toBe('work-halted');
    await list().keepRun(reference, { run, known });
    outside.blocking = ['Down'];
    expect(await ask('srv-3')).toBe('blocked');
    outside.blocking = [];
    const { ends_at: end } = await api.store.db.selectFrom('windows').select('ends_at').executeTakeFirstOrThrow();
    api.time.now = end.getTime() - plan.timeoutSeconds * SECOND + 1;
    expect(await ask('srv-3')).toBe('work-halted');
    api.time.now -= 1;
    await api.store.db.updateTable('work_plans').set({ run: null }).execute();
    expect(await ask('srv-3')).toBe('pause');
    await list().keepRun(reference, { run, known });
    expect(await ask('srv-3')).toBe('yes');
  });

  it('failures that the runner has not heard of stop it already, and so counts the pause after the last end', async () => {
    await begun({ stopAfterFailures: 2, pauseSeconds: 60 });
    for (const id of ['srv-3', 'srv-4']) expect(await ask(id)).toBe('yes');
    await list().end(await keyOf('srv-3'), { state: 'failed' }, api.time.now);
    expect(await ask('srv-5')).toBe('pause');
    api.time.now += MINUTE;
    await list().end(await keyOf('srv-4'), { state: 'unknown' }, api.time.now);
    api.time.now += MINUTE;
    expect(await ask('srv-5')).toBe('work-halted');
  });

  it('a later environment waits for what an earlier one has left', async () => {
    const { reference } = await begun({ order: ['Staging'] });
    expect([await ask('srv-3'), await ask('srv-6'), await ask('srv-3')]).toEqual(['order', 'yes', 'yes']);
    await steady('srv-6');
    await skipWork(api.store.db, decision(reference, 'srv-6'));
    expect(await ask('srv-4')).toBe('yes');
  });

  it('where a probe looks at its kind, the steady state alone is not the end: the runner sees it healthy first', async () => {
    outside.probed.add('server');
    await begun();
    await ask('srv-3');
    expect(await steady('srv-3')).toBe(200);
    const [first] = await jobs();
    expect(first).toMatchObject({ state: 'running', evidence: { forewarnDoneAt: api.time.now } });
    api.time.now += SECOND;
    await steady('srv-3');
    expect(await jobs()).toEqual([first]);
  });
});

describe('S3: before the window', () => {
  it('as self-service allows, from the announcement until the lock-in, a batch at a time, and looked after until its end', async () => {
    const { reference, startsAt } = await made();
    expect([await ask('srv-3'), await ask('srv-4'), await ask('srv-5')]).toEqual(['yes', 'yes', 'batch-full']);
    expect(await jobs()).toMatchObject([{ by: 'platform' }, { by: 'platform' }]);
    expect(api.work.carried).toHaveLength(2);
    expect(await ask('srv-3')).toBe('yes');
    expect(api.work.carried).toHaveLength(2);
    await steady('srv-3');
    expect(await stateOf('srv-3')).toBe('done');
    api.time.now = startsAt - PLAN.lockInMinutes * MINUTE;
    expect(await ask('srv-5')).toBe('locked-in');
    // what was granted before counts for the batch of the window
    expect(api.work.carried.every((claim) => claim.reference === reference)).toBe(true);
  });

  it('nobody else restarts such a host: a customer who asks for it hears that it restarts by itself', async () => {
    const { reference } = await made();
    const answer = await api.as('customer').post(`/v1/maintenance/${reference}/srv-3/restart`).expect(409);
    expect(problemIn(answer)).toMatchObject({ code: 'no-self-service' });
    expect(await jobs()).toEqual([]);
    const other = await api.as('stranger').post(`/v1/maintenance/${reference}/srv-3/restart`);
    expect(other.status).toBe(404);
  });

  it('not without self-service, nor where no window has work for it', async () => {
    await made({ selfService: false });
    expect(await ask('srv-3')).toBe('no-self-service');
    await made({ executor: 'other' }, ['srv-4']);
    await sql`delete from work where resource_id = 'srv-5'`.execute(api.store.db);
    expect(await ask('srv-5')).toBe('not-due');
  });

  it('while Temporal is down the host is told no, asks again, and is one claim; one that does not ask again is handed over later', async () => {
    await made();
    api.work.failure = new KnownError('temporal-unreachable', 'Temporal does not answer.');
    expect([await ask('srv-3'), await ask('srv-4')]).toEqual(['unavailable', 'unavailable']);
    expect(await jobs()).toHaveLength(2);
    api.work.failure = undefined;
    expect(await ask('srv-3')).toBe('yes');
    const logger = { warn: () => undefined } as never;
    const clock = () => api.time.now + 2 * MINUTE;
    const handover = createHandover({
      ...{ db: api.store.db, work: api.work.carrier, windows: api.windows, logger, clock },
    });
    await handover.now();
    await handover.now();
    expect(api.work.carried.map(({ key }) => key)).toEqual([await keyOf('srv-3'), await keyOf('srv-4')]);
  });

  it('a claim that cannot be handed over keeps no other waiting', async () => {
    await made({ batch: 2 });
    api.work.failure = new KnownError('temporal-unreachable', 'Temporal does not answer.');
    expect([await ask('srv-3'), await ask('srv-4')]).toEqual(['unavailable', 'unavailable']);
    api.work.failure = undefined;
    const first = await keyOf('srv-3');
    const carried: string[] = [];
    const carryOut = ({ key }: { readonly key: string }) => {
      if (key === first) return Promise.reject(new Error('it cannot be read'));
      carried.push(key);
      return Promise.resolve();
    };
    const logger = { warn: () => undefined } as never;
    const clock = () => api.time.now + 2 * MINUTE;
    await createHandover({
      ...{ db: api.store.db, work: { carryOut }, windows: api.windows, logger, clock },
    }).now();
    expect(carried).toEqual([await keyOf('srv-4')]);
  });
});

describe('S2, S7: what held locks for ever elsewhere', () => {
  it('a host that left the inventory and the scope frees its place in the batch when its time is over, and can still report', async () => {
    const { reference, plan } = await begun({ batch: 1 }, ['srv-3', 'srv-4']);
    expect([await ask('srv-3'), await ask('srv-4')]).toEqual(['yes', 'batch-full']);
    await api.store.db.deleteFrom('resources').where('id', '=', 'srv-3').execute();
    const scope = scopeSchema.parse({ resources: ['srv-4'] });
    await list().follow({ reference, plan, now: api.time.now, scope });
    expect([await ask('srv-3'), await ask('srv-4')]).toEqual(['yes', 'batch-full']);
    await list().end(await keyOf('srv-3'), { state: 'unknown' }, api.time.now);
    expect([await ask('srv-3'), await ask('srv-4')]).toEqual(['unknown-host', 'yes']);
    expect(await steady('srv-3')).toBe(200);
    expect(await stateOf('srv-3')).toBe('done');
  });

  it('a host that was granted and cannot empty itself loses the lock with its time, and has it again when a person says so', async () => {
    const { reference } = await begun();
    expect(await ask('srv-3')).toBe('yes');
    await list().end(await keyOf('srv-3'), { state: 'unknown' }, api.time.now);
    const { answer } = await post('pre-reboot', 'm-srv-3');
    expect(answer).toMatchObject({
      kind: 'already-claimed',
      value: expect.stringContaining('A person has to') as string,
    });
    await retryWork(api.store.db, decision(reference, 'srv-3'));
    expect(await ask('srv-3')).toBe('yes');
    expect(await jobs()).toHaveLength(2);
  });

  it.each(['failed', 'unknown'] as const)(
    'the last healthy one of a redundancy group is not taken while another is %s',
    async (state) => {
      const { reference } = await begun();
      expect(await ask('srv-1')).toBe('yes');
      expect(await ask('srv-2')).toBe('group-busy');
      await list().end(await keyOf('srv-1'), { state }, api.time.now);
      expect(await ask('srv-2')).toBe('group-busy');
      expect(await ask('srv-3')).toBe('yes');
      await skipWork(api.store.db, decision(reference, 'srv-1'));
      expect(await ask('srv-2')).toBe('yes');
    },
  );
});
