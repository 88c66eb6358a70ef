import { begunNotices } from '../../domain/window/facts';
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DeliveryOutcome, DueDelivery, NoticeKey } from '../../activities/ports/ledger';
import { createLedger } from '../../store/ledger/ledger';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { deliver, lockedOrDone, rowsOf, settle, StoredWindow, take, useStore } from './support';

const MINUTE = 60_000;

describe('the ledger', () => {
  const store = useStore();

  async function prepared(): Promise<{ window: StoredWindow; key: NoticeKey }> {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    return { window, key };
  }

  async function settleAll(key: NoticeKey, outcome: DeliveryOutcome, limit = 100): Promise<void> {
    const { claim, taken } = await take(store, key, limit);
    await settle(store, claim, taken, outcome);
  }

  it('N8: preparing twice, even at once, writes each delivery once', async () => {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    const answers = await Promise.all([
      store.ledger.prepare(key),
      store.ledger.prepare(key),
      store.ledger.prepare(key),
    ]);
    expect(answers).toMatchObject(Array(3).fill({ organizations: 2, recipients: 3 }));
    expect(await store.ledger.prepare(key)).toMatchObject({ organizations: 2, recipients: 3 });
    const rows = await rowsOf(store, key);
    expect(rows.map(({ recipient }) => recipient)).toEqual([
      'contact:acme-noc',
      'contact:acme-ops',
      'contact:bolt-production',
    ]);
  });

  it('N8: a later change of the inventory does not change a prepared notice', async () => {
    const { key } = await prepared();
    await importInventory(store.db, 'contacts', [
      { id: 'acme-new', organizationId: 'acme', name: 'New', email: 'new@acme.example', roles: ['maintenance'] },
    ]);
    await store.ledger.prepare(key);
    await sql`delete from contacts where id = 'acme-new'`.execute(store.db);
    expect(await rowsOf(store, key)).toHaveLength(3);
  });

  it('T4: the Message-ID is made of the key and a hash, never of an address or a try', async () => {
    const { window, key } = await prepared();
    const hash = createHash('md5').update('contact:acme-ops').digest('hex').slice(0, 16);
    const [, ops] = await rowsOf(store, key);
    expect(ops?.message_id).toBe(`${window.reference}.announcement.r1.${hash}@maintenance.provider.example`);
  });

  it('N4: a claimed delivery carries the facts, and what is the recipient’s alone', async () => {
    const { window, key } = await prepared();
    const { taken } = await take(store, key);
    const ops = taken.find(({ message }) => message.recipient.address === 'ops@acme.example');
    expect(ops).toMatchObject({
      attempts: 0,
      message: {
        facts: begunNotices(window.core.state, window.entries[1]?.events ?? [])[0]?.facts,
        organization: { id: 'acme', name: 'Acme', timeZone: 'Europe/Berlin', locale: 'en' },
        recipient: { name: 'Acme On-call', address: 'ops@acme.example' },
        earlierMessageIds: [],
      },
    });
    const rack = { location: 'eu-1/dc-1/rack-a12', environment: 'Production', impact: 'outage' };
    expect(ops?.message.resources).toEqual([
      { id: 'acme-db', name: 'acme-db', kind: 'database', ...rack },
      { id: 'acme-web', name: 'acme-web', kind: 'server', ...rack },
    ]);
    expect(taken.every(({ message }) => message.facts.reference === window.reference)).toBe(true);
  });

  it('C1: a later mail names the recipient’s earlier ones that were accepted, in order', async () => {
    const { window, key } = await prepared();
    await settleAll(key, { state: 'accepted', reply: '250 ok' });
    await window.advanceTo('reminder-7d');
    await deliver(store, window.key('reminder-7d'));
    await window.advanceTo('reminder-3d');
    const reminder = window.key('reminder-3d');
    await store.ledger.prepare(reminder);
    const { taken } = await take(store, reminder);
    const first = taken[0]?.message;
    const hash = first?.messageId.split('.').at(3)?.split('@')[0];
    expect(first?.earlierMessageIds).toEqual([
      `${window.reference}.announcement.r1.${String(hash)}@maintenance.provider.example`,
      `${window.reference}.reminder-7d.r1.${String(hash)}@maintenance.provider.example`,
    ]);
  });

  it('N8: attempts at the same time never share a delivery, and together miss none', async () => {
    const window = await StoredWindow.announced(store, { scope: { all: true } });
    const key = window.key('announcement');
    const { recipients } = await store.ledger.prepare(key);
    const claims = await Promise.all(Array.from({ length: 8 }, () => take(store, key)));
    const ids = claims.flatMap(({ taken }) => taken.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(recipients);
  });

  it('N8: of two attempts that want a delivery, the second waits for the first and goes without', async () => {
    const { key } = await prepared();
    let meanwhile: ReturnType<typeof take> | undefined;
    const first = await store.db.transaction().execute(async (trx) => {
      const ledger = createLedger(trx, { messageDomain: 'x.example' });
      const { taken } = await take({ ledger }, key, 2);
      meanwhile = take(store, key);
      expect(await lockedOrDone(store, meanwhile)).toBe('locked');
      return taken;
    });
    expect(first).toHaveLength(2);
    expect((await meanwhile)?.taken).toHaveLength(1);
  });

  it('N8: a commit whose answer was lost can be repeated: taken stays taken, and is one try', async () => {
    const { key } = await prepared();
    const { claim, taken } = await take(store, key);
    const ids = taken.map(({ id }) => id);
    expect((await store.ledger.commit(key, claim, { settled: [], taken: ids })).sort()).toEqual(ids.sort());
    expect((await rowsOf(store, key)).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    await settle(store, claim, taken, { state: 'uncertain', reply: 'lost' });
    await settle(store, claim, taken, { state: 'uncertain', reply: 'lost' });
    expect((await rowsOf(store, key)).map(({ uncertain_sends }) => uncertain_sends)).toEqual([1, 1, 1]);
  });

  it('N8: one commit settles what was on the wire and takes what goes on it next', async () => {
    const { key } = await prepared();
    const [first, second, third] = await store.ledger.due(key, { limit: 100, now: new Date() });
    const claim = randomUUID();
    const ids = [first, second, third].map((due) => due?.id ?? 0);
    expect(await store.ledger.commit(key, claim, { settled: [], taken: ids.slice(0, 1) })).toEqual(ids.slice(0, 1));
    const settled = [{ id: ids[0] ?? 0, outcome: { state: 'accepted', reply: '250 ok' } as const }];
    expect(await store.ledger.commit(key, claim, { settled, taken: ids.slice(1, 2) })).toEqual(ids.slice(1, 2));
    const rows = await rowsOf(store, key);
    expect(rows.map(({ state }) => state).sort()).toEqual(['accepted', 'pending', 'sending']);
  });

  it('reads the queue in pages: each delivery once, none twice, organizations whole', async () => {
    const { key } = await prepared();
    const pages: number[][] = [];
    for (let after: DueDelivery | undefined; ;) {
      const page = await store.ledger.due(key, { after, limit: 2, now: new Date() });
      pages.push(page.map(({ id }) => id));
      after = page.at(-1);
      if (page.length < 2) break;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 1]);
    expect(new Set(pages.flat()).size).toBe(3);
    expect(await store.ledger.due(key, { limit: 100, now: new Date() })).toHaveLength(3);
  });

  it('N8: an attempt that lost its rows to another settles nothing', async () => {
    const { key } = await prepared();
    const stale = await take(store, key);
    const claim = randomUUID();
    expect(await store.ledger.recoverLost(key, claim)).toBe(3);
    await settle(store, stale.claim, stale.taken, { state: 'failed', reply: '550 too late' });
    expect((await rowsOf(store, key)).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    const fresh = await take(store, key);
    await settle(store, stale.claim, fresh.taken, { state: 'failed', reply: '550 too late' });
    const rows = await rowsOf(store, key);
    expect(rows.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['sending', 2]));
  });

  it('N8: what was lost in the middle of sending goes back to the queue, and is given up when it is lost each time', async () => {
    const { key } = await prepared();
    for (let deaths = 1; deaths <= 6; deaths++) {
      const { claim, taken } = await take(store, key);
      expect(taken).toHaveLength(3);
      expect(await store.ledger.recoverLost(key, claim)).toBe(0);
      expect(await store.ledger.recoverLost(key, randomUUID())).toBe(3);
      const rows = await rowsOf(store, key);
      expect(rows.map(({ state, uncertain_sends, reply }) => [state, uncertain_sends, reply])).toEqual(
        Array(3).fill([deaths < 6 ? 'pending' : 'uncertain', deaths, 'the process was lost while sending']),
      );
    }
  });

  it('N8: an uncertain outcome goes back to the queue once, with the same Message-ID', async () => {
    const { key } = await prepared();
    const before = (await rowsOf(store, key)).map(({ message_id }) => message_id);
    await settleAll(key, { state: 'uncertain', reply: 'the connection was lost after the final dot' });
    expect(await store.ledger.remainder(key)).toEqual({ open: 3, unsent: 3, nextAttemptAt: null });
    const { claim, taken } = await take(store, key);
    expect(taken.map(({ message }) => message.messageId).sort()).toEqual(before.sort());
    await settle(store, claim, taken, (place) => ({ state: place === 0 ? 'accepted' : 'uncertain', reply: 'again' }));
    expect(await store.ledger.close(key, 'settled')).toEqual({
      ...{ organizations: 2, recipients: 3, accepted: 1, failed: 0, uncertain: 2, superseded: 0, suppressed: 0 },
    });
  });

  it('keeps the server’s words: one line, at most 500 characters', async () => {
    const { key } = await prepared();
    await settleAll(key, { state: 'failed', reply: `550 5.1.1\r\n no\u0000 such ${'x'.repeat(600)}` });
    const [row] = await rowsOf(store, key);
    expect(row?.reply).toMatch(/^550 5\.1\.1 {2}no {2}such x+$/);
    expect(row?.reply).toHaveLength(500);
  });

  it('gives a try back that was none, and keeps the reason', async () => {
    const { key } = await prepared();
    await settleAll(key, { state: 'pending', reply: 'no connection' });
    const rows = await rowsOf(store, key);
    expect(rows.map(({ state, attempts, reply }) => [state, attempts, reply])).toEqual(
      Array(3).fill(['pending', 0, 'no connection']),
    );
  });

  it('claims a deferred delivery when its time has come, not before', async () => {
    const { key } = await prepared();
    const retryAt = new Date(Date.now() + 10 * MINUTE);
    await settleAll(key, { state: 'deferred', reply: '451 4.7.1 greylisted', retryAt });
    expect(await store.ledger.remainder(key)).toEqual({ open: 3, unsent: 0, nextAttemptAt: retryAt });
    expect((await take(store, key, 100, new Date(retryAt.getTime() - 1))).taken).toEqual([]);
    const { taken } = await take(store, key, 100, retryAt);
    expect(taken.map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  });

  it('N8: closing gives every delivery a final state, and counts the same again', async () => {
    const { key } = await prepared();
    await settleAll(key, { state: 'accepted', reply: '250 ok' }, 1);
    await take(store, key, 1);
    const counts = {
      organizations: 2,
      recipients: 3,
      accepted: 1,
      failed: 0,
      uncertain: 1,
      superseded: 1,
      suppressed: 0,
    };
    expect(await store.ledger.close(key, 'superseded')).toEqual(counts);
    expect(await store.ledger.close(key, 'settled')).toEqual(counts);
    expect((await take(store, key)).taken).toEqual([]);
    const notice = await store.db
      .selectFrom('notices')
      .select('state')
      .where('window_reference', '=', key.reference)
      .execute();
    expect(notice).toEqual([{ state: 'superseded' }]);
  });

  it('a notice given up leaves its open deliveries failed, the last reply readable', async () => {
    const { key } = await prepared();
    await settleAll(key, { state: 'deferred', reply: '452 4.2.2 full', retryAt: new Date() });
    expect(await store.ledger.close(key, 'settled')).toMatchObject({ failed: 3 });
    expect((await rowsOf(store, key)).map(({ reply }) => reply)).toEqual(
      Array(3).fill('given up; before: 452 4.2.2 full'),
    );
  });

  it('refuses a notice the timeline has not written', async () => {
    const key = { reference: 'MW-1999-0001', slug: 'announcement', revision: 1 };
    await expect(store.ledger.prepare(key)).rejects.toThrow('no notice MW-1999-0001.announcement.r1');
    await expect(store.ledger.close(key, 'settled')).rejects.toThrow('no notice MW-1999-0001.announcement.r1');
    expect((await take(store, key)).taken).toEqual([]);
  });

  it('renews the planner’s statistics after a large fill', async () => {
    const organizations = Array.from({ length: 1_001 }, (_, i) => ({
      ...{ id: `mass-${String(i)}`, name: `Mass ${String(i)}`, timeZone: 'Etc/UTC' },
      maintenanceEmail: `noc@mass-${String(i)}.example`,
    }));
    await importInventory(store.db, 'organizations', organizations);
    await sql`
      insert into environments (id, organization_id, name) select id, id, 'Production' from organizations where id like 'mass-%'
    `.execute(store.db);
    await sql`
      insert into resources (id, organization_id, environment_id, location, kind, name)
      select id, id, id, 'us-1/dc-2/rack-b01', 'mass', id from organizations where id like 'mass-%'
    `.execute(store.db);
    const window = await StoredWindow.announced(store, { scope: { kinds: ['mass'] } });
    expect(await store.ledger.prepare(window.key('announcement'))).toMatchObject({ recipients: 1_001 });
    const { rows } = await sql<{ reltuples: number }>`
      select reltuples from pg_class where relname = 'deliveries'
    `.execute(store.db);
    expect(rows[0]?.reltuples).toBeGreaterThan(1_000);
    await sql`delete from organizations where id like 'mass-%'`.execute(store.db);
  });
});
