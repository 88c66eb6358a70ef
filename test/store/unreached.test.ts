import { sql } from 'kysely';
import { listSuppressions, liftSuppression } from '../../store/ledger/suppressions';
import { finishTask, listTasks } from '../../store/ledger/tasks';
import { addressesOf, deliver, loadInventory, rowsOf, StoredWindow, settle, take, useStore } from './support';

describe('recipients whom mail does not reach', () => {
  const store = useStore();
  afterEach(async () => {
    await loadInventory(store.db);
    await sql`delete from suppressions`.execute(store.db);
    // what one test had refused proves nothing to the next
    await sql`update deliveries set refused_about = null`.execute(store.db);
  });

  /** The announcement is out; bea's server refuses with these words, everybody else has it. */
  async function refusedWith(reply: string) {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    const { claim, taken } = await take(store, key);
    await settle(store, claim, taken, (place) =>
      taken[place]?.message.recipient.address.startsWith('bea')
        ? { state: 'failed', reply }
        : { state: 'accepted', reply: '250 ok' },
    );
    const counts = await store.ledger.close(key, 'settled');
    await window.settled('announcement', counts);
    return { window, key, counts };
  }

  const suppressed = async () => (await listSuppressions(store.db, {})).items.map(({ address }) => address);
  const tasksOf = async (window: StoredWindow) =>
    (await listTasks(store.db, { reference: window.reference }, {})).items;

  it.each([
    ['550 5.1.1 no such user here', true],
    ['550 5.1.10 recipient not found', true],
    ['550 5.2.1 mailbox disabled', true],
    // words alone are believed when they are repeated
    ['550 no such user here', false],
    ['553 mailbox name not allowed', false],
    ['550 5.7.1 message refused as spam', false],
    ['552 5.2.2 mailbox full', false],
    ['554 5.6.0 message content refused', false],
    // about us, whatever the code
    ['550 relay not permitted', false],
    ["553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", false],
    ['550 5.1.8 Access denied, bad outbound sender', false],
    ['550 5.2.1 receiving mail at a rate that prevents additional messages', false],
    ['550 5.1.1 relaying denied', false],
  ])('N13: %s: suppressed %s, and a task either way', async (reply, expected) => {
    const { window } = await refusedWith(reply);
    expect(await suppressed()).toEqual(expected ? ['bea@bolt.example'] : []);
    expect(await tasksOf(window)).toMatchObject([
      { kind: 'reach-otherwise', subject: 'contact:bolt-production', reason: reply, doneAt: null },
    ]);
  });

  it('N13: words without a listed code suppress an address when another mail came to the same', async () => {
    await refusedWith('550 unknown user');
    expect(await suppressed()).toEqual([]);
    await refusedWith('550 No such user here');
    expect(await suppressed()).toEqual(['bea@bolt.example']);
  });

  it('N13: what was before the address was taken off the list does not put it there again', async () => {
    const { key } = await refusedWith('550 5.1.1 no such user here');
    const lift = { by: 'anna', reason: 'The mailbox is back.', at: new Date() };
    expect(await liftSuppression(store.db, 'bea@bolt.example', lift)).toEqual(expect.any(Number));
    await store.ledger.close(key, 'settled');
    expect(await suppressed()).toEqual([]);
    await refusedWith('550 unknown user');
    expect(await suppressed()).toEqual([]);
  });

  it('N13: the task ends when a later notice is accepted, and opens again when that one comes back', async () => {
    const { window } = await refusedWith('550 5.7.1 not today');
    await window.advanceTo('reminder-7d');
    const key = window.key('reminder-7d');
    await deliver(store, key);
    await store.ledger.close(key, 'settled');
    expect(await tasksOf(window)).toMatchObject([
      { doneBy: 'forewarn', note: expect.stringContaining('reminder-7d') as string },
    ]);
    await sql`
      update deliveries set state = 'failed', reply = '550 5.4.1 no', refused_about = 'recipient-refused', updated_at = now()
      where recipient = 'contact:bolt-production' and notice_id = (
        select id from notices where window_reference = ${key.reference} and slug = 'reminder-7d'
      )
    `.execute(store.db);
    await store.ledger.close(key, 'settled');
    expect(await tasksOf(window)).toMatchObject([{ doneAt: null, reason: '550 5.4.1 no' }]);
  });

  it('a suppressed address gets no later notice; the row and a task say why', async () => {
    const { window } = await refusedWith('550 5.1.1 no such user here');
    await window.advanceTo('reminder-7d');
    const key = window.key('reminder-7d');
    expect(await store.ledger.prepare(key)).toMatchObject({ recipients: 3, newcomers: 0 });
    const { taken } = await take(store, key);
    expect(addressesOf(taken)).toEqual(['NOC@acme.example', 'ops@acme.example']);
    const bea = (await rowsOf(store, key)).find(({ address }) => address.startsWith('bea'));
    expect(bea).toMatchObject({
      state: 'suppressed',
      reply: expect.stringMatching(/since \d{4}.*550 5\.1\.1 no such user here/) as string,
    });
    expect(await tasksOf(window)).toMatchObject([
      { kind: 'reach-otherwise', organizationId: 'bolt', subject: 'contact:bolt-production', doneAt: null },
    ]);
    expect(await store.ledger.close(key, 'settled')).toMatchObject({ suppressed: 1 });
  });

  it('a task is ticked off once, by name', async () => {
    const { window } = await refusedWith('550 5.1.1 no such user here');
    const [task] = await tasksOf(window);
    const at = new Date('2026-11-25T10:00:00Z');
    expect(await finishTask(store.db, task?.id ?? 0, { by: 'anna', note: 'Called them.', at })).toMatchObject({
      reference: window.reference,
    });
    expect(await finishTask(store.db, task?.id ?? 0, { by: 'ben', note: null, at })).toMatchObject({
      reference: window.reference,
    });
    expect(await tasksOf(window)).toMatchObject([{ doneBy: 'anna', note: 'Called them.', doneAt: at.getTime() }]);
    expect((await listTasks(store.db, { reference: window.reference, open: true }, {})).items).toEqual([]);
    expect(await finishTask(store.db, 999_999, { by: 'ben', note: null, at })).toBeUndefined();
  });

  it('what failed is sent again to the corrected address, and to nobody who has it', async () => {
    const { window, key } = await refusedWith('550 5.1.1 no such user here');
    await sql`update contacts set email = 'beatrice@bolt.example' where id = 'bolt-production'`.execute(store.db);
    await window.give('retryFailed', { notice: 'announcement' });
    await store.ledger.reopen(key);
    await store.ledger.reopen(key);
    const { claim, taken } = await take(store, key);
    expect(addressesOf(taken)).toEqual(['beatrice@bolt.example']);
    await settle(store, claim, taken, { state: 'accepted', reply: '250 ok' });
    expect(await store.ledger.close(key, 'settled')).toMatchObject({ accepted: 3, failed: 0 });
  });

  it('an address still on the list is not tried again; off it, it is', async () => {
    const { window, key } = await refusedWith('550 5.1.1 no such user here');
    await window.give('retryFailed');
    await store.ledger.reopen(key);
    expect((await take(store, key)).taken).toEqual([]);
    await store.ledger.close(key, 'settled');
    const word = { by: 'anna', reason: 'The mailbox is back.', at: new Date('2026-11-25T10:00:00Z') };
    expect(await liftSuppression(store.db, 'BEA@bolt.example', word)).toEqual(expect.any(Number));
    expect(await liftSuppression(store.db, 'bea@bolt.example', word)).toBeUndefined();
    await store.ledger.reopen(key);
    expect(addressesOf((await take(store, key)).taken)).toEqual(['bea@bolt.example']);
  });

  it('N9: what failed for an older date is not sent again', async () => {
    const { window, key } = await refusedWith('550 5.7.1 refused');
    const { startsAt, endsAt } = window.core.state.spec.slot;
    const moved = (at: number) => new Date(at + 86_400_000).toISOString();
    await window.give('reschedule', { start: moved(startsAt), end: moved(endsAt), reason: 'A part is late.' });
    await store.ledger.reopen(key);
    expect((await take(store, key)).taken).toEqual([]);
    expect((await rowsOf(store, key)).map(({ state }) => state).sort()).toEqual(['accepted', 'accepted', 'failed']);
    expect(await deliver(store, window.key('rescheduled'))).toContain('bea@bolt.example');
  });
});
