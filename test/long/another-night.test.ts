import { createToken } from '../../store/access/create-token';
import { useDemoExecutor } from '../support/demo-executor';
import { atOnce } from '../support/fault-windows';
import { seeded } from '../support/seeded';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** Customers move to another night, with real processes of which one is killed while each of the moves is under way (S8). */

jest.setTimeout(900_000);

const CUSTOMERS = 12;
/** So many of them move; the others stay. */
const MOVERS = 8;
const RACK = 'night';

const demo = useDemoExecutor();
const world = useStack({
  racks: [
    { count: CUSTOMERS, rack: RACK, prefix: `${RACK}-` },
    { count: 2, rack: 'other', prefix: 'other-' },
  ],
  env: demo.env,
});
const chance = seeded('moves are killed');

const WORK = {
  mode: 'automatic',
  executor: 'demo',
  batch: 1,
  pauseSeconds: 0,
  lockInMinutes: 0,
  workKey: 'kernel-6.12',
};

const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;
const numbered = (n: number) => `${RACK}-${String(n).padStart(4, '0')}`;
const resource = (n: number) => `srv-${numbered(n)}`;
const everybody = Array.from({ length: CUSTOMERS }, (_, index) => index + 1);
const movers = everybody.slice(0, MOVERS);

async function open(rack: string, more: object): Promise<string> {
  const { status, body } = await world.stack.call('POST', '/v1/windows', { ...atOnce(rack), work: WORK, ...more });
  expect({ status, body }).toMatchObject({ status: 201 });
  await eventually('customers are told', async () => (await phaseOf(body.reference)) === 'announced');
  return body.reference;
}

async function tokenOf(n: number): Promise<string> {
  const organizationId = `org-${numbered(n)}`;
  const limits = { role: 'customer', access: 'self-service', organizationId } as const;
  return (await createToken(world.stack.db, { name: organizationId, ...limits })).token;
}

/** The answer's status; undefined where the process that would give it has ended. */
async function move(token: string, from: string, to: string): Promise<number | undefined> {
  return fetch(`${world.stack.apiUrl}/v1/maintenance/${from}/move`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  }).then(
    ({ status }) => status,
    () => undefined,
  );
}

const KILLS = {
  async api() {
    await world.stack.api.end('SIGKILL');
    await world.stack.startApi();
  },
  async worker() {
    await world.stack.worker.end('SIGKILL');
    await world.stack.startWorker();
  },
};

const statesOf = async (from: string) =>
  world.stack.db.selectFrom('moves').select(['resource_id', 'state']).where('from_reference', '=', from).execute();
const subjectsTo = (n: number) =>
  world.smtp.accepted
    .filter(({ to }) => to.includes(`canary-${numbered(n)}@customer.example`))
    .map(({ raw }) => /^Subject: *(.*)/m.exec(raw.toString())?.[1] ?? '');

it('each move is through once, told once, and the work is done once on that night', async () => {
  const to = await open('other', { capacity: CUSTOMERS });
  const from = await open(RACK, { alternatives: [to] });
  for (const n of movers) {
    const token = await tokenOf(n);
    const answer = move(token, from, to);
    await new Promise((resolve) => setTimeout(resolve, chance.between(0, 120)));
    await KILLS[chance.pick(['api', 'worker'] as const)]();
    // whoever gets no answer asks again, as people do
    expect((await answer) ?? (await move(token, from, to))).toBe(202);
  }
  await eventually(
    'all moves are done',
    async () => (await statesOf(from)).filter(({ state }) => state === 'done').length === MOVERS,
    240_000,
  );
  await eventually('everybody who moved hears it', () => movers.every((n) => subjectsTo(n).length >= 2));

  for (const reference of [from, to]) {
    const { status } = await world.stack.call('POST', `/v1/windows/${reference}/start`, {});
    expect(status).toBe(200);
  }
  await eventually(
    'both are done',
    async () => (await Promise.all([from, to].map(phaseOf))).every((phase) => phase !== 'in-progress'),
    240_000,
  );
  const restarted = demo.executor.restarts.map(({ resource: { id } }) => id).filter((id) => id.includes(RACK));
  expect(restarted.sort()).toEqual(everybody.map(resource));
  const told = everybody.map((n) => [n, subjectsTo(n).filter((subject) => subject.includes('MOVED')).length]);
  expect(told).toEqual(everybody.map((n) => [n, movers.includes(n) ? 1 : 0]));
});
