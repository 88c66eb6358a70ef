import { importInventory } from '../../store/inventory/import/import-inventory';
import { createToken } from '../../store/access/create-token';
import { measuresWorkflowId } from '../../workflows/messages';
import { openAtOnce } from '../support/fault-windows';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** Measures of a report with the real processes (E5): from its publication to the owner's mail and the end of their workflow. */

const world = useStack({ racks: [{ count: 2 }] });
let second: string;

beforeAll(async () => {
  const { db } = world.stack;
  await importInventory(db, 'staff', [
    { id: 'rita', name: 'Rita', email: 'rita@provider.example', role: 'support' },
    { id: 'mara', name: 'Mara', email: 'mara@provider.example', role: 'approver' },
  ]);
  second = (await createToken(db, { name: 'mara', role: 'approver', staffId: 'mara' })).token;
});

const call = (path: string, body: object) => world.stack.call('POST', path, body);
const mails = () => world.smtp.accepted.filter(({ to }) => to.includes('rita@provider.example'));
const aboutMeasures = () => mails().filter(({ messageId }) => messageId.startsWith('measure.'));

test('E5: the owner of a measure is written to at once where its date is near, across a killed worker, once; done ends it', async () => {
  const reference = await openAtOnce(world.stack);
  const give = async (name: string, body: object = {}) =>
    expect({ name, ...(await call(`/v1/windows/${reference}/${name}`, body)) }).toMatchObject({ name, status: 200 });
  const phase = async () =>
    ((await world.stack.call('GET', `/v1/windows/${reference}`)).body as { phase?: string }).phase;
  const start = `/v1/windows/${reference}/start`;
  // as soon as it is announced
  await eventually('it is started', async () => (await call(start, {})).status === 200);
  await give('complete');
  const due = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const preventiveMeasures = [{ text: 'A second pump.', owner: 'rita', due, public: true }];
  await give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.', preventiveMeasures });
  // its author
  expect(await call(`/v1/windows/${reference}/approveRfo`, {})).toMatchObject({
    status: 409,
    body: { code: 'own-plan' },
  });
  const published = await fetch(`${world.stack.apiUrl}/v1/windows/${reference}/approveRfo`, {
    method: 'POST',
    headers: { authorization: `Bearer ${second}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(published.status).toBe(200);
  await eventually('the owner is written to', () => aboutMeasures().length > 0);
  await world.stack.worker.end('SIGKILL');
  await world.stack.startWorker();

  const { body } = await world.stack.call('GET', `/v1/measures?window=${reference}`);
  const { items } = body as unknown as { items: { id: number; state: string }[] };
  expect(items).toMatchObject([{ state: 'open' }]);
  const workflow = world.client.workflow.getHandle(measuresWorkflowId(reference));
  expect((await workflow.describe()).status.name).toBe('RUNNING');
  expect(await call(`/v1/measures/${String(items[0]?.id)}/done`, { note: 'It runs.' })).toMatchObject({
    body: { state: 'done' },
  });
  await workflow.result();
  expect(aboutMeasures()).toHaveLength(1);
  await eventually('the window is closed', async () => (await phase()) === 'closed');
});
