import { finishTask, listTasks } from '../../store/ledger/tasks';
import { STAFF_POLICY } from '../support/windows';
import { addressesOf, deliver, loadInventory, StoredWindow, take, useStore } from './support';

const DAY = 86_400_000;

describe('N12: lists for staff', () => {
  const store = useStore();
  afterEach(() => loadInventory(store.db));

  async function listed() {
    const window = await StoredWindow.announced(store, {}, STAFF_POLICY);
    await deliver(store, window.key('announcement'));
    await store.ledger.prepare(window.key('staff-list'));
    return window;
  }

  const openTicks = async (window: StoredWindow) =>
    (await listTasks(store.db, { reference: window.reference, open: true }, {})).items
      .map(({ subject, organizationId }) => `${subject} ${organizationId ?? '-'}`)
      .sort();

  async function tick(window: StoredWindow, subject: string, organizationId: string) {
    const { items } = await listTasks(store.db, { reference: window.reference, open: true }, {});
    const task = items.find((item) => item.subject === subject && item.organizationId === organizationId);
    await finishTask(store.db, task?.id ?? 0, { by: subject, note: null, at: new Date() });
  }

  it('each person gets one mail with their affected customers, and nobody without one', async () => {
    const window = await listed();
    const { taken } = await take(store, window.key('staff-list'));
    expect(addressesOf(taken)).toEqual(['carl@provider.example', 'rita@provider.example']);
    const customers = Object.fromEntries(
      taken.map(({ message }) => [
        message.recipient.name,
        message.resources.map(({ name, location, impact }) => `${name}: ${location}, ${impact}`),
      ]),
    );
    expect(customers).toEqual({
      Rita: ['Acme: 2 resources, outage', 'Bolt: 1 resource, outage'],
      Carl: ['Acme: 2 resources, outage'],
    });
    expect(await openTicks(window)).toEqual(['staff:carl acme', 'staff:rita acme', 'staff:rita bolt']);
  });

  it('a nag goes to those with open ticks, with what is left', async () => {
    const window = await listed();
    await deliver(store, window.key('staff-list'));
    await window.settled('staff-list', await store.ledger.close(window.key('staff-list'), 'settled'));
    await tick(window, 'staff:rita', 'acme');
    await tick(window, 'staff:carl', 'acme');
    await window.advanceBy(6 * DAY + DAY / 2);
    const key = window.key('staff-nag');
    expect(await store.ledger.prepare(key)).toMatchObject({ recipients: 1 });
    const { taken } = await take(store, key);
    expect(taken.map(({ message }) => [message.recipient.name, message.resources.map(({ id }) => id)])).toEqual([
      ['Rita', ['bolt']],
    ]);
  });

  it('a window that is closed leaves no ticks; what was done keeps who did it', async () => {
    const window = await listed();
    await tick(window, 'staff:rita', 'acme');
    await window.start();
    await window.give('complete');
    expect(await openTicks(window)).toEqual(['staff:carl acme', 'staff:rita bolt']);
    window.core.apply([{ type: 'closed' }], 'clock');
    await window.record();
    expect(await openTicks(window)).toEqual([]);
    const { items } = await listTasks(store.db, { reference: window.reference }, {});
    expect(items.map(({ doneBy }) => doneBy).sort()).toEqual(['forewarn', 'forewarn', 'staff:rita']);
  });

  it('a new date opens every tick again; the same revision leaves alone what was done', async () => {
    const window = await listed();
    await tick(window, 'staff:rita', 'acme');
    const { startsAt, endsAt } = window.core.state.spec.slot;
    const moved = (at: number) => new Date(at + DAY).toISOString();
    await window.changeAudience({ notice: { kind: 'reminder-7d', revision: 1, ordinal: 1 }, newcomers: 1, leavers: 0 });
    await store.ledger.prepare(window.key('staff-list', 2));
    expect(await openTicks(window)).toEqual(['staff:carl acme', 'staff:rita bolt']);
    await window.give('reschedule', { start: moved(startsAt), end: moved(endsAt), reason: 'A part is late.' });
    await store.ledger.prepare(window.key('staff-list', 3));
    expect(await openTicks(window)).toEqual(['staff:carl acme', 'staff:rita acme', 'staff:rita bolt']);
  });

  it('lists make nobody a told customer: a cancellation goes to customers only', async () => {
    const window = await listed();
    await deliver(store, window.key('staff-list'));
    await window.give('cancel', { reason: 'Not needed.' });
    const told = await deliver(store, window.key('cancelled'));
    expect(told.filter((address) => address.endsWith('@provider.example'))).toEqual([]);
    expect(told).toHaveLength(3);
    expect(await deliver(store, window.key('staff-list', 2))).toEqual([
      'carl@provider.example',
      'rita@provider.example',
    ]);
  });
});
