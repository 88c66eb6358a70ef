import { fillRack } from '../support/rack';
import { openAtOnce } from '../support/fault-windows';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { listTasks } from '../../store/ledger/tasks';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

const world = useStack({ racks: [{ count: 2 }] });

beforeAll(async () => {
  const { db } = world.stack;
  await fillRack(db, 2);
  await importInventory(db, 'organizations', [{ id: 'org-0002', name: 'Quiet Company', timeZone: 'Europe/Paris' }]);
  await importInventory(db, 'staff', [
    { id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'support' },
    { id: 'rita', name: 'Rita', email: 'rita@provider.example', role: 'account-representative' },
  ]);
  await importInventory(db, 'staff_organizations', [{ staffId: 'rita', organizationId: 'org-0002' }]);
});

interface Window {
  readonly attention: readonly { readonly code: string }[];
  readonly timeline: { readonly items: readonly { readonly text: string }[] };
}

const mailsTo = (address: string) => world.smtp.accepted.filter(({ to }) => to.includes(address));

test('N13: a customer without an address is named to its people, needs attention, and is told as soon as it can be', async () => {
  const reference = await openAtOnce(world.stack);
  const read = async () => (await world.stack.call('GET', `/v1/windows/${reference}`)).body as unknown as Window;
  const openTasks = async () =>
    (await listTasks(world.stack.db, { reference, open: true, staffId: 'rita' }, {})).items.filter(
      ({ kind }) => kind === 'nobody-to-tell',
    );
  await eventually('the window needs somebody', async () =>
    (await read()).attention.some(({ code }) => code === 'untold'),
  );
  expect((await read()).timeline.items.map(({ text }) => text).join('\n')).toContain(
    '1 customer could not be told: nobody to write to',
  );
  expect(await openTasks()).toMatchObject([{ organizationId: 'org-0002' }]);
  await eventually('its people have the list', () => mailsTo('sue@provider.example').length > 0);
  expect(mailsTo('sue@provider.example')[0]?.raw.toString()).toMatch(/Quiet Company/);
  await eventually('its representative has the list', () => mailsTo('rita@provider.example').length > 0);
  expect(mailsTo('rita@provider.example')[0]?.raw.toString().replace(/=\r\n/g, '')).toMatch(
    /Quiet Company[\s\S]*nobody can be told: no contact/,
  );
  const proof = `/v1/windows/${reference}/proof?organization=org-0002`;
  expect(await world.stack.call('GET', proof)).toMatchObject({
    body: { notices: [{ untold: { text: 'Not told: it has no contact and no maintenance address.' } }] },
  });

  await world.stack.call('POST', '/v1/inventory/contacts', [
    { id: 'quiet', organizationId: 'org-0002', name: 'Quinn', email: 'quinn@customer.example', roles: ['maintenance'] },
  ]);
  await eventually('it is told', () => mailsTo('quinn@customer.example').length > 0);
  await eventually('nobody is needed any more', async () => (await read()).attention.length === 0);
  expect(await openTasks()).toEqual([]);
});
