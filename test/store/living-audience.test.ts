import { sql } from 'kysely';
import { createMessageRenderer } from '../../channels/email/content/render';
import type { NoticeKind } from '../../domain/notices/notices';
import { deliver, loadInventory, rowsOf, StoredWindow, settle, take, useStore } from './support';

const ACME = ['NOC@acme.example', 'ops@acme.example'];

describe('N5: an audience that changes while the window waits', () => {
  const store = useStore();
  afterEach(() => loadInventory(store.db));

  const leave = (resource: string) =>
    sql`update resources set location = 'us-1/dc-2/rack-b01' where id = ${resource}`.execute(store.db);
  const join = (resource: string) =>
    sql`update resources set location = 'eu-1/dc-1/rack-a12' where id = ${resource}`.execute(store.db);

  /** The announcement is out, the audience changes, the reminder is prepared: the window hears of the change. */
  async function remindedAfter(change: () => Promise<unknown>, kind: NoticeKind = 'reminder-7d') {
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await change();
    await window.advanceTo(kind);
    const { newcomers, leavers } = await store.ledger.prepare(window.key(kind));
    await window.changeAudience({ notice: { kind, revision: 1, ordinal: 1 }, newcomers, leavers });
    return { window, newcomers, leavers };
  }

  it('nothing changes: the reminder goes to everybody and nothing else follows', async () => {
    const { window, newcomers, leavers } = await remindedAfter(() => Promise.resolve());
    expect({ newcomers, leavers }).toEqual({ newcomers: 0, leavers: 0 });
    expect(window.core.notices).toEqual(['announcement r1', 'reminder-7d r1']);
  });

  it('a newcomer gets the announcement it missed instead of the reminder, once', async () => {
    const { window, newcomers } = await remindedAfter(() => join('coil-app'));
    expect(newcomers).toBe(1);
    expect(await deliver(store, window.key('reminder-7d'))).not.toContain('cy@coil.example');
    const catchUp = window.key('catch-up');
    expect(await deliver(store, catchUp)).toEqual(['cy@coil.example']);
    await window.advanceTo('reminder-3d');
    expect(await store.ledger.prepare(window.key('reminder-3d'))).toMatchObject({ newcomers: 0, leavers: 0 });
    expect((await rowsOf(store, window.key('reminder-3d'))).map(({ address }) => address)).toContain('cy@coil.example');
  });

  it('a catch-up speaks of the newcomer’s own resources', async () => {
    const { window } = await remindedAfter(() => join('coil-app'));
    await store.ledger.prepare(window.key('catch-up'));
    const { taken } = await take(store, window.key('catch-up'));
    expect(taken.map(({ message }) => message.resources.map(({ id }) => id))).toEqual([['coil-app']]);
    expect(taken[0]?.message.facts.notice.kind).toBe('catch-up');
  });

  it('who is no longer affected gets an all-clear and nothing after it', async () => {
    const { window, leavers } = await remindedAfter(() => leave('bolt-web'));
    expect(leavers).toBe(1);
    expect(await deliver(store, window.key('reminder-7d'))).toEqual(ACME);
    await store.ledger.prepare(window.key('all-clear'));
    const { claim, taken } = await take(store, window.key('all-clear'));
    expect(taken.map(({ message }) => message.recipient.address)).toEqual(['bea@bolt.example']);
    // what it was told of before, so that the mail says which resources are meant
    expect(taken[0]?.message.resources.map(({ id }) => id)).toEqual(['bolt-web']);
    await settle(store, claim, taken, { state: 'accepted', reply: '250 ok' });
    await window.start();
    expect(await store.ledger.prepare(window.key('started'))).toMatchObject({ leavers: 0 });
    await window.give('cancel', { reason: 'Rolled back.' });
    expect(await deliver(store, window.key('rolling-back'))).toEqual(ACME);
    await window.give('complete', { override: 'Nothing had been touched.' });
    // L13: the last word to everybody who heard that it began
    expect(await deliver(store, window.key('rolled-back'))).toEqual(ACME);
  });

  it('who comes back after an all-clear is a newcomer again', async () => {
    const { window } = await remindedAfter(() => leave('bolt-web'));
    await deliver(store, window.key('all-clear'));
    await join('bolt-web');
    await window.advanceTo('reminder-3d');
    expect(await store.ledger.prepare(window.key('reminder-3d'))).toMatchObject({ newcomers: 1, leavers: 0 });
  });

  it('a corrected address is told, although its contact was tried before', async () => {
    const { newcomers } = await remindedAfter(() =>
      sql`update contacts set email = 'beatrice@bolt.example' where id = 'bolt-production'`.execute(store.db),
    );
    expect(newcomers).toBe(1);
  });

  it('a change seen for an older revision, or after the work, moves nothing', async () => {
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await window.changeAudience({ notice: { kind: 'reminder-7d', revision: 2, ordinal: 1 }, newcomers: 3, leavers: 3 });
    await window.start();
    await window.give('complete');
    const notice = { kind: 'started', revision: 1, ordinal: 1 } as const;
    await window.changeAudience({ notice, newcomers: 0, leavers: 3 });
    expect(window.core.notices).toEqual([
      'announcement r1',
      'reminder-7d r1',
      'reminder-3d r1',
      'reminder-1d r1',
      'started r1',
      'completed r1',
    ]);
  });

  /** Announced for rack a12, then for acme's database and rack a1: bolt is out of it, coil is new. */
  async function rescoped() {
    const window = await StoredWindow.announced(store, {
      scope: { locations: ['eu-1/dc-1/rack-a12'], except: ['acme-db'] },
    });
    await deliver(store, window.key('announcement'));
    const scope = { locations: ['eu-1/dc-1/rack-a1'], resources: ['acme-db'] };
    await window.give('rescope', { scope, reason: 'The unit in A12 is fine.' });
    const { newcomers, leavers } = await store.ledger.prepare(window.key('changed'));
    await window.changeAudience({ notice: { kind: 'changed', revision: 2, ordinal: 1 }, newcomers, leavers });
    return window;
  }

  it('a rescope tells each customer what stays, what comes and what goes', async () => {
    const window = await rescoped();
    const { taken } = await take(store, window.key('changed'));
    expect(taken.map(({ message }) => message.organization.id)).toEqual(['acme', 'acme']);
    expect(taken[0]?.message.resources).toEqual([
      expect.objectContaining({ id: 'acme-db', change: 'new' }),
      expect.objectContaining({ id: 'acme-web', change: 'gone' }),
    ]);
    const [first] = taken;
    if (!first) throw new Error('nobody is told of the change');
    const options = { providerName: 'Prov', publicUrl: 'https://status.provider.example' };
    const mail = await createMessageRenderer(options).render(first.message);
    expect(mail.text).toMatch(/acme-db .* newly affected: outage, up to 30 minutes/);
    expect(mail.text).toMatch(/acme-web .* no longer affected/);
    // what is gone is not counted
    expect(mail.text).toContain('affects 1 resource of Acme');
    expect(mail.subject).toMatch(/^CHANGED - /);
  });

  it('who is out of it by a rescope reads the reason, and the subject does not say that the work is cancelled', async () => {
    const window = await rescoped();
    await store.ledger.prepare(window.key('all-clear'));
    const { taken } = await take(store, window.key('all-clear'));
    expect(taken.map(({ message }) => [message.organization.id, message.facts.message])).toEqual([
      ['bolt', 'The unit in A12 is fine.'],
    ]);
  });

  it('who is out of it because the inventory has changed reads no reason of an earlier rescope', async () => {
    const window = await rescoped();
    await deliver(store, window.key('changed'));
    await deliver(store, window.key('all-clear'));
    await deliver(store, window.key('catch-up'));
    await leave('coil-app');
    await window.advanceTo('reminder-7d');
    const { newcomers, leavers } = await store.ledger.prepare(window.key('reminder-7d'));
    await window.changeAudience({ notice: { kind: 'reminder-7d', revision: 2, ordinal: 1 }, newcomers, leavers });
    const key = window.key('all-clear', 2);
    await store.ledger.prepare(key);
    const { taken } = await take(store, key);
    expect(taken.map(({ message }) => [message.organization.id, message.facts.message])).toEqual([['coil', undefined]]);
  });
});
