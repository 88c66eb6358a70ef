import { deliver, loadInventory, StoredWindow } from '../store/support';
import { openingBody } from '../support/windows';
import { problemIn, useApi } from './support/api';

const api = useApi();

beforeEach(async () => {
  await api.store.db.deleteFrom('contacts').where('organization_id', '=', 'bolt').execute();
});
afterEach(async () => {
  await api.store.db.deleteFrom('windows').execute();
  await loadInventory(api.store.db);
});

const BOLT = { organization: 'bolt', name: 'Bolt', reason: 'no-contact' };

test('N13: the answer to an opening, and the window, name the customers nobody can be told for; to customers nothing of it', async () => {
  const opened = await api.as('engineer').post('/v1/windows', openingBody()).expect(201);
  expect(opened.body).toMatchObject({ untoldCount: 1, untold: [BOLT] });
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const path = `/v1/windows/${window.reference}`;
  expect((await api.as('operator').get(path).expect(200)).body).toMatchObject({ untoldCount: 1, untold: [BOLT] });
  const toCustomer = await api.as('customer').get(path).expect(200);
  expect(toCustomer.body).not.toHaveProperty('untold');
  expect(toCustomer.body).not.toHaveProperty('untoldCount');
  expect(toCustomer.text).not.toContain('Bolt');
});

test('N13, L11: the rehearsal names them, and counts them of each message', async () => {
  const { body } = await api.as('engineer').post('/v1/rehearsals', openingBody()).expect(200);
  expect(body).toMatchObject({ untoldCount: 1, untold: [BOLT] });
  const { messages } = body as { messages: readonly { kind: string; untold: number }[] };
  expect(messages.find(({ kind }) => kind === 'announcement')).toMatchObject({ untold: 1 });
});

test('N13, T1: the proof of a customer nobody could be told for says so; others still get 404', async () => {
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  const path = `/v1/windows/${window.reference}/proof`;
  const { body } = await api.as('operator').get(`${path}?organization=bolt`).expect(200);
  expect(body).toMatchObject({
    notices: [
      {
        ...{ kind: 'announcement', deliveries: [] },
        untold: { reason: 'no-contact', text: 'Not told: it has no contact and no maintenance address.' },
      },
    ],
  });
  const page = await api.as('operator').get(`${path}.html?organization=bolt`).expect(200);
  expect(page.text).toContain('Not told: it has no contact and no maintenance address.');
  await api.as('operator').get(`${path}?organization=dyne`).expect(404);
  await api.as('stranger').get(path).expect(404);
});

test('N13: contacts that are imported make windows tell at once whom they could not; a dry run does not', async () => {
  const window = await StoredWindow.announced(api.store);
  await deliver(api.store, window.key('announcement'));
  await api.store.ledger.close(window.key('announcement'), 'settled');
  const contact = {
    id: 'bolt-new',
    organizationId: 'bolt',
    name: 'Bo',
    email: 'bo@bolt.example',
    roles: ['maintenance'],
  };
  await api.as('admin').post('/v1/inventory/contacts?dryRun=true', [contact]).expect(200);
  expect(api.windows.reachables).toEqual([]);
  await api.as('admin').post('/v1/inventory/contacts', [contact]).expect(200);
  expect(api.windows.reachables).toEqual([{ reference: window.reference, newcomers: 1 }]);
});

test('N13, L11: whoever asks to see the mail of a customer nobody can be told for hears why there is none', async () => {
  const why = 'it has no contact and no maintenance address';
  const rehearsed = await api
    .as('engineer')
    .post('/v1/rehearsals', { ...openingBody(), organizations: ['bolt'] })
    .expect(422);
  expect(problemIn(rehearsed).errors).toEqual([
    { field: 'organizations.0', message: `nobody can be told for "bolt": ${why}` },
  ]);
  const window = await StoredWindow.announced(api.store);
  const path = `/v1/windows/${window.reference}/preview?organization=`;
  expect(problemIn(await api.as('engineer').get(`${path}bolt`).expect(422)).errors).toEqual([
    { field: 'organization', message: `nobody can be told for bolt: ${why}` },
  ]);
  expect(problemIn(await api.as('engineer').get(`${path}dyne`).expect(422)).errors).toEqual([
    { field: 'organization', message: `dyne has nothing in the scope of ${window.reference}` },
  ]);
});
