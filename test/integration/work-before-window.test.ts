import { createToken } from '../../store/access/create-token';
import { atOnce } from '../support/fault-windows';
import { useDemoExecutor } from '../support/demo-executor';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** What is done before the window, with real processes and an executor that counts what it begins (S3, S4, S5, S7). */

jest.setTimeout(300_000);

const COUNT = 3;

const demo = useDemoExecutor();
const world = useStack({
  racks: ['early', 'event', 'report', 'killed'].map((rack) => ({ count: COUNT, rack, prefix: `${rack}-` })),
  env: demo.env,
});

// with a lock-in as long as the notice nobody could do anything before the window
const WORK = { mode: 'automatic', executor: 'demo', batch: 2, pauseSeconds: 0, selfService: true, lockInMinutes: 0 };

async function open(rack: string): Promise<string> {
  const { status, body } = await world.stack.call('POST', '/v1/windows', { ...atOnce(rack), work: WORK });
  expect({ status, body }).toMatchObject({ status: 201 });
  const { reference } = body;
  await eventually('customers are told', async () => (await phaseOf(reference)) === 'announced');
  return reference;
}

const numbered = (rack: string, n: number) => `${rack}-${String(n).padStart(4, '0')}`;
const resource = (rack: string, n: number) => `srv-${numbered(rack, n)}`;
const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;
const startsOf = (rack: string) =>
  demo.executor.restarts
    .map(({ resource: { id } }) => id)
    .filter((id) => id.includes(rack))
    .sort();

/** The customer whose resource it is, with a token of their own. */
async function customer(rack: string, n: number) {
  const organizationId = `org-${numbered(rack, n)}`;
  const { token } = await createToken(world.stack.db, {
    name: organizationId,
    role: 'customer',
    access: 'self-service',
    organizationId,
  });
  const call = async (method: 'GET' | 'POST', where: string) => {
    const answer = await fetch(world.stack.apiUrl + where, { method, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  return {
    restart: async (reference: string) =>
      (await call('POST', `/v1/maintenance/${reference}/${resource(rack, n)}/restart`)).status,
    due: async () =>
      ((await call('GET', '/v1/maintenance')).body as { items: { resource: { id: string } }[] }).items.map(
        (item) => item.resource.id,
      ),
  };
}

/** The customer restarts it, and it is done. */
async function restarted(rack: string, n: number, reference: string): Promise<void> {
  const one = await customer(rack, n);
  expect(await one.restart(reference)).toBe(202);
  await eventually('it is off the list', async () => (await one.due()).length === 0);
}

async function happened(id: string): Promise<void> {
  const event = { id: `evt-${id}`, type: 'redeployed', at: new Date().toISOString() };
  expect((await world.stack.call('POST', `/v1/resources/${id}/events`, event)).status).toBe(200);
}

/** What each customer of the rack has heard of the window, once it is called off: one notice each, and one mail. */
async function calledOff(reference: string, rack: string): Promise<void> {
  await eventually('the window is called off', async () => (await phaseOf(reference)) === 'cancelled');
  const mailsTo = (n: number) =>
    world.smtp.accepted.filter(({ to }) => to.includes(`canary-${numbered(rack, n)}@customer.example`));
  const all = Array.from({ length: COUNT }, (_, index) => index + 1);
  await eventually('everybody hears it', () => all.every((n) => mailsTo(n).length >= 2));
  // the window's workflow has nothing more to say
  await eventually('the window has ended', async () => {
    const { status } = await world.client.workflow.getHandle(reference).describe();
    return status.name === 'COMPLETED';
  });
  for (const n of all) {
    const [, last, ...more] = mailsTo(n);
    expect(last?.raw.toString().replaceAll('=\r\n', '').replaceAll(/\s+/g, ' ')).toContain('nothing is left to do');
    expect(more).toEqual([]);
  }
}

test('S3, S4: a customer restarts it once, it is off the list, and the window leaves it alone from its start to its end', async () => {
  const reference = await open('early');
  const [first, other] = [await customer('early', 1), await customer('early', 2)];
  expect(await first.due()).toEqual([resource('early', 1)]);
  // an impatient one: the same wish several times at once
  const answers = await Promise.all([1, 2, 3, 4].map(() => first.restart(reference)));
  expect(answers).toContain(202);
  expect(answers.every((status) => status === 202 || status === 409)).toBe(true);
  await eventually('it is off the list', async () => (await first.due()).length === 0);
  expect(await other.due()).toEqual([resource('early', 2)]);
  expect(startsOf('early')).toEqual([resource('early', 1)]);
  expect(await first.restart(reference)).toBe(409);
  expect(await phaseOf(reference)).toBe('announced');
  await eventually('it has started', async () => {
    const { status } = await world.stack.call('POST', `/v1/windows/${reference}/start`, {});
    return status === 200;
  });
  await eventually('the window is over', async () => (await phaseOf(reference)) === 'completed');
  expect(startsOf('early')).toEqual([1, 2, 3].map((n) => resource('early', n)));
});

test("S3, S5: the last one by a customer's restart: the window is called off, and everybody hears it once", async () => {
  const reference = await open('killed');
  await happened(resource('killed', 1));
  await restarted('killed', 2, reference);
  expect(await phaseOf(reference)).toBe('announced');
  // the worker is gone in the middle of the last restart
  demo.executor.courses.set(resource('killed', 3), 'hangs');
  const last = await customer('killed', 3);
  expect(await last.restart(reference)).toBe(202);
  await eventually('it is begun', () => startsOf('killed').length === 2);
  await world.stack.worker.end('SIGKILL');
  demo.executor.release(resource('killed', 3));
  await world.stack.startWorker();
  await calledOff(reference, 'killed');
  expect(startsOf('killed')).toEqual([2, 3].map((n) => resource('killed', n)));
});

test('S3, S5: the last one by an event of the platform: the window is called off, and everybody hears it once', async () => {
  const reference = await open('event');
  await restarted('event', 1, reference);
  await happened(resource('event', 2));
  expect(await phaseOf(reference)).toBe('announced');
  await Promise.all([1, 2, 3].map(() => happened(resource('event', 3))));
  await calledOff(reference, 'event');
  expect(startsOf('event')).toEqual([resource('event', 1)]);
});

test('S5, S7: the last one by the report of its job: the window is called off, and everybody hears it once', async () => {
  const reference = await open('report');
  await happened(resource('report', 1));
  await happened(resource('report', 2));
  demo.executor.courses.set(resource('report', 3), 'hangs');
  const last = await customer('report', 3);
  expect(await last.restart(reference)).toBe(202);
  await eventually('it is begun', () => startsOf('report').length === 1);
  const [job] = demo.executor.restarts.filter(({ resource: { id } }) => id === resource('report', 3));
  const { status } = await world.stack.call('POST', `/v1/work/${job?.key ?? ''}`, { state: 'done' });
  expect(status).toBe(200);
  await calledOff(reference, 'report');
  expect(startsOf('report')).toEqual([resource('report', 3)]);
});
