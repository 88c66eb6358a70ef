import type { DueDelivery } from '../../activities/ports/ledger';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { finishTask, listTasks } from '../../store/ledger/tasks';
import { INSIDE_POLICY, STAFF_POLICY } from '../support/windows';
import { addressesOf, deliver, loadInventory, StoredWindow, take, useStore, type Store } from './support';

const HOUR = 3_600_000;
const SETTINGS = { hasBrief: true };

const announced = async (store: Store) => {
  const window = await StoredWindow.announced(store, {}, INSIDE_POLICY, SETTINGS);
  await deliver(store, window.key('announcement'));
  await deliver(store, window.key('staff-list'));
  return window;
};

async function completed(store: Store) {
  const window = await announced(store);
  await window.start();
  await window.give('complete', { message: 'All is back.' });
  return window;
}

async function add(store: Store, table: 'staff' | 'staff_organizations' | 'contacts', rows: readonly object[]) {
  const { rejected } = await importInventory(store.db, table, [...rows] as never);
  expect(rejected).toEqual([]);
}

const customersOf = (deliveries: readonly DueDelivery[]) =>
  Object.fromEntries(deliveries.map(({ message }) => [message.recipient.name, message.resources.map(({ id }) => id)]));

describe('P5: a step and whom it concerns inside', () => {
  const store = useStore();
  afterEach(() => loadInventory(store.db));

  const tasks = async (window: StoredWindow) =>
    (await listTasks(store.db, { reference: window.reference, open: true }, {})).items;

  beforeAll(() =>
    add(store, 'staff', [
      { id: 'sue', name: 'Sue', email: 'sue@provider.example', role: 'support' },
      { id: 'mia', name: 'Mia', email: 'mia@provider.example', role: 'marketing' },
      // answers for customers, too: in her other role she has a list of them
      { id: 'rita-support', name: 'Rita', email: 'Rita@provider.example', role: 'support' },
    ]),
  );

  it('one mail a person: who has a list of customers for it gets no brief, and everybody else of the roles does', async () => {
    const window = await announced(store);
    expect(await deliver(store, window.key('brief'))).toEqual([
      'Rita@provider.example',
      'mia@provider.example',
      'sue@provider.example',
    ]);
    await window.start();
    expect(await deliver(store, window.key('brief-started'))).toEqual(['mia@provider.example', 'sue@provider.example']);
    expect(await deliver(store, window.key('staff-list', 2))).toEqual([
      'carl@provider.example',
      'rita@provider.example',
    ]);
  });

  it('who has customers that the work does not touch reads the brief', async () => {
    await store.db.deleteFrom('staff_organizations').where('staff_id', '=', 'rita').execute();
    await add(store, 'staff_organizations', [{ staffId: 'rita', organizationId: 'dyne' }]);
    const window = await announced(store);
    await window.start();
    expect(await deliver(store, window.key('brief-started'))).toContain('Rita@provider.example');
    await store.db.deleteFrom('staff_organizations').where('organization_id', '=', 'dyne').execute();
  });

  it('somebody with two roles has one list, with the customers of both, and one task a customer', async () => {
    await add(store, 'staff_organizations', [
      { staffId: 'rita-support', organizationId: 'acme' },
      { staffId: 'rita-support', organizationId: 'coil' },
    ]);
    const window = await StoredWindow.announced(store, { scope: { locations: ['eu-1'] } }, STAFF_POLICY);
    await deliver(store, window.key('announcement'));
    await store.ledger.prepare(window.key('staff-list'));
    const { taken } = await take(store, window.key('staff-list'));
    expect(customersOf(taken)).toEqual({ Carl: ['acme'], Rita: ['acme', 'bolt', 'coil'] });
    const mine = await Promise.all(
      ['rita', 'rita-support'].map(async (staffId) =>
        (await listTasks(store.db, { reference: window.reference, staffId, open: true }, {})).items
          .filter(({ kind }) => kind === 'tell-customer')
          .map(({ organizationId }) => organizationId)
          .sort(),
      ),
    );
    expect(mine).toEqual([
      ['acme', 'bolt', 'coil'],
      ['acme', 'bolt', 'coil'],
    ]);
    await store.db.deleteFrom('staff_organizations').where('staff_id', '=', 'rita-support').execute();
  });

  it('N12: a list names whom to call; a person who is erased or gone is on none that is made afterwards', async () => {
    const window = await StoredWindow.announced(store, {}, INSIDE_POLICY, SETTINGS);
    await deliver(store, window.key('announcement'));
    await store.ledger.prepare(window.key('staff-list'));
    const contacts = async () => {
      const due = await store.ledger.due(window.key('staff-list'), { limit: 100, now: new Date() });
      const list = due.find(({ message }) => message.recipient.name === 'Rita')?.message.resources ?? [];
      return list.find(({ id }) => id === 'acme')?.contacts?.map(({ name, address }) => `${name} ${address}`);
    };
    expect(await contacts()).toEqual([
      'Acme noc@acme.example',
      'Acme On-call ops@acme.example',
      'Ada NOC@acme.example',
      'Abe bill@acme.example',
    ]);
    const kept = await store.db.selectFrom('notice_organizations').select('resources').execute();
    expect(JSON.stringify(kept)).not.toContain('@acme.example');
    await store.db.deleteFrom('contacts').where('id', '=', 'acme-noc').execute();
    expect(await contacts()).not.toContain('Ada NOC@acme.example');
  });

  it('N12: a customer that another scope leaves out is on the list as no longer affected', async () => {
    const window = await announced(store);
    await window.give('rescope', { scope: { resources: ['acme-web'] }, reason: 'Less is needed.', override: 'text' });
    await deliver(store, window.key('changed'));
    await store.ledger.prepare(window.key('staff-list', 2));
    const { taken } = await take(store, window.key('staff-list', 2));
    const rita = taken.find(({ message }) => message.recipient.name === 'Rita')?.message;
    expect(rita?.resources.map(({ id, change }) => [id, change])).toEqual([
      ['acme', undefined],
      ['bolt', 'gone'],
    ]);
    expect(rita?.facts.message).toBe('Less is needed.');
  });

  it('P4: the end opens every task anew, and whoever has not told a customer is nagged; the start opens none', async () => {
    const window = await announced(store);
    for (const { id } of await tasks(window)) {
      await finishTask(store.db, id, { by: 'somebody', note: null, at: new Date() });
    }
    await window.start();
    await deliver(store, window.key('staff-list', 2));
    expect(await tasks(window)).toEqual([]);
    await window.give('complete', { message: 'All is back.' });
    await store.ledger.prepare(window.key('staff-list', 3));
    const { taken } = await take(store, window.key('staff-list', 3));
    expect(taken.map(({ message }) => message.facts.message)).toEqual(['All is back.', 'All is back.']);
    const open = await tasks(window);
    expect(new Set(open.map(({ reason }) => reason))).toEqual(new Set([`Tell them how ${window.reference} ended`]));
    expect(open).toHaveLength(3);
    const carls = open.find(({ subject }) => subject === 'staff:carl');
    await finishTask(store.db, carls?.id ?? 0, { by: 'carl', note: null, at: new Date() });
    for (const kind of ['staff-list', 'completed'] as const) {
      for (const notice of window.core.state.notices.filter((one) => one.kind === kind && one.state === 'under-way')) {
        const { revision, ordinal } = notice;
        const counts = { organizations: 2, recipients: 2, accepted: 2, failed: 0, uncertain: 0, superseded: 0 };
        window.core.apply(
          [{ type: 'notice-settled', notice: { kind, revision, ordinal }, outcome: 'settled', counts }],
          'clock',
        );
      }
    }
    const before = window.core.begun.filter(({ notice }) => notice.kind === 'staff-nag').length;
    await window.advanceBy(13 * HOUR);
    expect(await deliver(store, window.key('staff-nag', before + 1))).toEqual(['rita@provider.example']);
  });

  it('P4: the word of the point of contact reaches those of the roles', async () => {
    const window = await completed(store);
    await store.ledger.prepare(window.key('brief-completed'));
    const { taken } = await take(store, window.key('brief-completed'));
    expect(addressesOf(taken)).toEqual(['mia@provider.example', 'sue@provider.example']);
    expect(taken[0]?.message.facts.message).toContain('tester says: All is back.');
  });
});
