import { sql } from 'kysely';
import type { DeliveryOutcome, NoticeKey } from '../../activities/ports/ledger';
import { STAFF_POLICY } from '../support/windows';
import {
  addressesOf,
  deliver,
  loadInventory,
  lockedOrDone,
  rowsOf,
  settle as settleAs,
  StoredWindow,
  take,
  useStore,
} from './support';

const DAY = 86_400_000;
const ALL_TOLD = ['NOC@acme.example', 'bea@bolt.example', 'ops@acme.example'];

describe('notices of one window among each other', () => {
  const store = useStore();
  afterEach(() => loadInventory(store.db));

  async function settle(key: NoticeKey, outcome: DeliveryOutcome, limit = 100): Promise<string[]> {
    const { claim, taken } = await take(store, key, limit);
    await settleAs(store, claim, taken, outcome);
    return addressesOf(taken);
  }

  const accepted: DeliveryOutcome = { state: 'accepted', reply: '250 ok' };
  const deferred = (): DeliveryOutcome => ({
    state: 'deferred',
    reply: '451 later',
    retryAt: new Date(Date.now() + DAY),
  });

  async function reschedule(window: StoredWindow): Promise<void> {
    const { startsAt, endsAt } = window.core.state.spec.slot;
    await window.give('reschedule', {
      ...{ start: new Date(startsAt + DAY).toISOString(), end: new Date(endsAt + DAY).toISOString() },
      reason: 'A part is late.',
    });
  }

  const statesOf = async (key: NoticeKey) => (await rowsOf(store, key)).map(({ state, reply }) => [state, reply]);

  describe('N9: a newer revision', () => {
    it('stops the claims of an older notice from the moment it is recorded', async () => {
      const window = await StoredWindow.announced(store);
      const old = window.key('announcement');
      await store.ledger.prepare(old);
      expect(await settle(old, accepted, 1)).toHaveLength(1);
      await reschedule(window);
      expect((await take(store, old)).taken).toEqual([]);
      expect(await store.ledger.remainder(old)).toMatchObject({ open: 2 });
      expect(await store.ledger.close(old, 'superseded')).toMatchObject({ accepted: 1, superseded: 2 });
    });

    it('is waited for by a claim that meets it half recorded', async () => {
      const window = await StoredWindow.announced(store);
      const old = window.key('announcement');
      await store.ledger.prepare(old);
      let claimed: Promise<unknown> | undefined;
      await store.db.transaction().execute(async (trx) => {
        await sql`update windows set revision = revision + 1 where reference = ${window.reference}`.execute(trx);
        claimed = take(store, old).then(({ taken }) => taken);
        expect(await lockedOrDone(store, claimed)).toBe('locked');
      });
      expect(await claimed).toEqual([]);
    });

    it('leaves an older notice that was not prepared without deliveries', async () => {
      const window = await StoredWindow.announced(store);
      const old = window.key('announcement');
      await reschedule(window);
      expect(await store.ledger.prepare(old)).toMatchObject({ organizations: 0, recipients: 0 });
      expect(await rowsOf(store, old)).toEqual([]);
    });

    it('supersedes what the older one has not sent, and tells everybody the new date', async () => {
      const window = await StoredWindow.announced(store);
      const old = window.key('announcement');
      await store.ledger.prepare(old);
      await settle(old, deferred(), 1);
      await reschedule(window);
      const changed = window.key('rescheduled');
      expect(await deliver(store, changed)).toEqual(ALL_TOLD);
      expect(await statesOf(old)).toEqual([
        ['superseded', 'superseded by revision 2; before: 451 later'],
        ['superseded', 'superseded by revision 2'],
        ['superseded', 'superseded by revision 2'],
      ]);
    });

    it('N5: tells the new date to who had the old one and is still affected; the others are counted as gone', async () => {
      const window = await StoredWindow.announced(store);
      await deliver(store, window.key('announcement'));
      await sql`delete from resources where id = 'bolt-web'`.execute(store.db);
      await reschedule(window);
      const key = window.key('rescheduled');
      expect(await store.ledger.prepare(key)).toMatchObject({ recipients: 2, newcomers: 0, leavers: 1 });
      const { taken } = await take(store, key);
      expect(addressesOf(taken)).toEqual(['NOC@acme.example', 'ops@acme.example']);
    });

    it('N9: who had not yet been told the old date is a newcomer to the new one', async () => {
      const window = await StoredWindow.announced(store);
      const announcement = window.key('announcement');
      await store.ledger.prepare(announcement);
      expect(await settle(announcement, accepted, 1)).toHaveLength(1);
      await reschedule(window);
      await store.ledger.close(announcement, 'superseded');
      expect(await store.ledger.prepare(window.key('rescheduled'))).toMatchObject({ recipients: 1, newcomers: 2 });
    });
  });

  describe('N10: late notices', () => {
    it('are replaced by the next one when only retries are left', async () => {
      const window = await StoredWindow.announced(store);
      const announcement = window.key('announcement');
      await store.ledger.prepare(announcement);
      expect(await settle(announcement, accepted, 1)).toHaveLength(1);
      await settle(announcement, deferred());
      await store.ledger.remainder(announcement);
      await window.advanceTo('reminder-7d');
      expect(await deliver(store, window.key('reminder-7d'))).toEqual(ALL_TOLD);
      expect(await statesOf(announcement)).toEqual([
        ['accepted', '250 ok'],
        ['superseded', 'replaced by reminder-7d; before: 451 later'],
        ['superseded', 'replaced by reminder-7d; before: 451 later'],
      ]);
      expect(await store.ledger.remainder(announcement)).toEqual({ open: 0, unsent: 0, nextAttemptAt: null });
    });

    it('keep the retry of somebody the next one does not go to', async () => {
      const window = await StoredWindow.announced(store);
      const announcement = window.key('announcement');
      await store.ledger.prepare(announcement);
      await settle(announcement, deferred());
      await store.ledger.remainder(announcement);
      await sql`delete from resources where id = 'bolt-web'`.execute(store.db);
      await window.advanceTo('reminder-7d');
      await store.ledger.prepare(window.key('reminder-7d'));
      expect((await statesOf(announcement)).map(([state]) => state)).toEqual(['superseded', 'superseded', 'deferred']);
    });

    it('are not folded while they are on their first pass', async () => {
      const window = await StoredWindow.announced(store);
      const announcement = window.key('announcement');
      await store.ledger.prepare(announcement);
      await window.advanceTo('reminder-7d');
      await store.ledger.prepare(window.key('reminder-7d'));
      expect((await statesOf(announcement)).map(([state]) => state)).toEqual(['pending', 'pending', 'pending']);
    });
  });

  describe('order', () => {
    it('N10: a notice waits for the earlier one: until it is prepared, sent, and only retries are left', async () => {
      const window = await StoredWindow.announced(store);
      const first = window.key('announcement');
      await window.advanceTo('reminder-7d');
      const second = window.key('reminder-7d');
      const blocked = () => store.ledger.mustWait(second);
      expect(await blocked()).toBe(true);
      await store.ledger.prepare(first);
      expect(await blocked()).toBe(true);
      expect(await store.ledger.mustWait(first)).toBe(false);
      expect(await settle(first, deferred(), 1)).toHaveLength(1);
      await store.ledger.remainder(first);
      expect(await blocked()).toBe(true);
      const { claim, taken } = await take(store, first);
      expect(await blocked()).toBe(true);
      await settleAs(store, claim, taken, deferred());
      await store.ledger.remainder(first);
      expect(await blocked()).toBe(false);
    });

    it('one that was begun long ago and never prepared holds up nobody', async () => {
      const window = await StoredWindow.announced(store);
      await window.advanceTo('reminder-7d');
      await sql`
        update notices set recorded_at = now() - interval '61 seconds' where window_reference = ${window.reference}
      `.execute(store.db);
      expect(await store.ledger.mustWait(window.key('reminder-7d'))).toBe(false);
    });

    it("N14: mail to the provider's own people waits until some of the customers' has left, or was tried", async () => {
      const window = await StoredWindow.announced(store, {}, STAFF_POLICY);
      const customers = window.key('announcement');
      const staff = window.key('staff-list');
      await store.ledger.prepare(staff);
      expect(await store.ledger.mustWait(staff)).toBe(true);
      await store.ledger.prepare(customers);
      expect(await store.ledger.mustWait(staff)).toBe(true);
      const { claim, taken } = await take(store, customers, 1);
      expect(await store.ledger.mustWait(staff)).toBe(false);
      // a server that cannot be used holds up everybody alike
      await settleAs(store, claim, taken, { state: 'pending', reply: 'the server does not answer' });
      expect(await store.ledger.mustWait(staff)).toBe(false);
    });

    it("N14: customers wait for no mail to the provider's own people", async () => {
      const window = await StoredWindow.announced(store, {}, STAFF_POLICY);
      await deliver(store, window.key('announcement'));
      await store.ledger.prepare(window.key('staff-list'));
      await take(store, window.key('staff-list'), 1);
      await window.advanceTo('reminder-7d');
      const reminder = window.key('reminder-7d');
      await store.ledger.prepare(reminder);
      expect(await store.ledger.mustWait(reminder)).toBe(false);
    });

    it('N9: of an older revision only what is on the wire is waited for', async () => {
      const window = await StoredWindow.announced(store);
      const old = window.key('announcement');
      await store.ledger.prepare(old);
      const { claim, taken } = await take(store, old, 1);
      await reschedule(window);
      const changed = window.key('rescheduled');
      expect(await store.ledger.mustWait(changed)).toBe(true);
      await settleAs(store, claim, taken, accepted);
      expect(await store.ledger.mustWait(changed)).toBe(false);
    });
  });

  describe('the cancellation', () => {
    it('L7: goes to those who were told or may have been, and to nobody else', async () => {
      const window = await StoredWindow.announced(store);
      const announcement = window.key('announcement');
      await store.ledger.prepare(announcement);
      const first = await settle(announcement, accepted, 1);
      const lost = await settle(announcement, { state: 'uncertain', reply: 'lost after the final dot' }, 1);
      await window.give('cancel', { reason: 'Not needed any more.' });
      const key = window.key('cancelled');
      expect(await deliver(store, key)).toEqual([...first, ...lost].sort());
      const counts = await store.ledger.close(key, 'settled');
      expect(counts).toMatchObject({ organizations: 1, recipients: 2, accepted: 2 });
    });

    it('L7: includes what is on the wire, and what a notice in flight was told of its resources', async () => {
      const window = await StoredWindow.announced(store);
      await store.ledger.prepare(window.key('announcement'));
      await take(store, window.key('announcement'));
      await sql`delete from resources where location = 'eu-1/dc-1/rack-a12'`.execute(store.db);
      await window.give('cancel', { reason: 'Not needed any more.' });
      const key = window.key('cancelled');
      await store.ledger.prepare(key);
      const { taken } = await take(store, key);
      expect(addressesOf(taken)).toEqual(ALL_TOLD);
      expect(taken.map(({ message }) => message.resources.length)).toEqual([2, 2, 1]);
    });

    it('follows a contact to a new address', async () => {
      const window = await StoredWindow.announced(store);
      await deliver(store, window.key('announcement'));
      await sql`update contacts set email = 'bea@new.example' where id = 'bolt-production'`.execute(store.db);
      await window.give('cancel', { reason: 'Not needed any more.' });
      expect(await deliver(store, window.key('cancelled'))).toEqual([
        'NOC@acme.example',
        'bea@new.example',
        'ops@acme.example',
      ]);
    });
  });

  it('nobody told of a window misses its start and its end; newcomers hear them, too', async () => {
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await sql`delete from resources where id = 'bolt-web'`.execute(store.db);
    await sql`update resources set location = 'eu-1/dc-1/rack-a12' where id = 'coil-app'`.execute(store.db);
    const everybody = [...ALL_TOLD, 'cy@coil.example'].sort();
    await window.start();
    // the start goes to whom it affects now; who has left hears that in an all-clear of its own
    expect(await deliver(store, window.key('started'))).toEqual(
      everybody.filter((address) => !address.includes('bolt')),
    );
    await window.give('complete');
    expect(await deliver(store, window.key('completed'))).toEqual(everybody);
  });

  it('E4: the RFO goes to everybody told, those included whose last notice is still queued', async () => {
    const window = await StoredWindow.announced(store, {
      class: 'emergency',
      emergency: { trigger: 'infrastructure', necessity: 'Smoke.', risk: 'Fire.', mitigation: 'Power off.' },
    });
    await store.ledger.prepare(window.key('announcement'));
    await settle(window.key('announcement'), accepted, 1);
    await settle(window.key('announcement'), { state: 'failed', reply: '550 unknown' }, 1);
    await window.start();
    await window.give('complete');
    await window.give('draftRfo', { summary: 'A breaker tripped.', rootCause: 'A wrong rating.' });
    await window.give('approveRfo');
    const key = window.key('rfo');
    await store.ledger.prepare(key);
    expect((await rowsOf(store, key)).map(({ recipient }) => recipient)).toEqual([
      'contact:acme-noc',
      'contact:bolt-production',
    ]);
    const { taken } = await take(store, key);
    expect(taken[0]?.message.facts.rfo).toMatchObject({ version: 1, rootCause: 'A wrong rating.' });
  });
});
