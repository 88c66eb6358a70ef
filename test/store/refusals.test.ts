import { sql } from 'kysely';
import { MINUTE } from '../../domain/shared/time';
import { listSuppressions } from '../../store/ledger/suppressions';
import { listTasks } from '../../store/ledger/tasks';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { rowsOf, settle, StoredWindow, take, useStore } from './support';

/** The same refusal for many recipients is an outage of ours, whatever its code (N13); see domain/delivery/outage. */
describe('refusals of a whole notice (N13)', () => {
  const store = useStore();
  const NOW = new Date('2026-11-26T01:00:00Z');

  beforeAll(async () => {
    const organizations = Array.from({ length: 20 }, (_, n) => ({
      ...{ id: `c${String(n)}`, name: `Customer ${String(n)}`, timeZone: 'Etc/UTC' },
      maintenanceEmail: `noc@c${String(n)}.example`,
    }));
    const environments = organizations.map(({ id }) => ({ id: `${id}-production`, organizationId: id, name: 'P' }));
    const resources = organizations.map(({ id }) => ({
      ...{ id: `${id}-web`, organizationId: id, environmentId: `${id}-production`, name: id, labels: {} },
      ...{ location: 'eu-1/dc-1/rack-a12', kind: 'server' },
    }));
    for (const [table, rows] of Object.entries({ organizations, environments, resources })) {
      const { rejected } = await importInventory(store.db, table as 'organizations', rows);
      if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
    }
  });
  afterEach(() => sql`delete from suppressions`.execute(store.db));

  /** A notice to 23 recipients of which the first `accepted` have it and the others are refused. */
  async function refused(reply: string, accepted: number) {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    const { claim, taken } = await take(store, key);
    expect(taken).toHaveLength(23);
    await settle(store, claim, taken, (place) =>
      place < accepted
        ? { state: 'accepted', reply: '250 ok' }
        : { state: 'failed', reply: reply.replace('#', String(place)) },
    );
    await store.ledger.reviseRefusals(key, NOW);
    return { window, key };
  }

  it.each(['550 5.7.1 <n#@x.example>: Access denied', '550 5.1.1 <n#@x.example>: User unknown'])(
    'N13: %s for all: they wait, and nobody is suppressed',
    async (reply) => {
      const { window, key } = await refused(reply, 2);
      const rows = await rowsOf(store, key);
      expect(rows.filter(({ state }) => state === 'deferred')).toHaveLength(21);
      expect(rows.filter(({ state }) => state === 'failed')).toEqual([]);
      const { open, nextAttemptAt, ours } = await store.ledger.remainder(key);
      expect({ open, nextAttemptAt }).toEqual({ open: 21, nextAttemptAt: new Date(NOW.getTime() + MINUTE) });
      expect(ours).toMatch(/^550 5/);
      await store.ledger.close(key, 'superseded');
      expect((await listSuppressions(store.db, {})).items).toEqual([]);
      expect((await listTasks(store.db, { reference: window.reference }, {})).items).toEqual([]);
    },
  );

  it('N13: a few refused among many accepted fail, each for itself', async () => {
    const { window, key } = await refused('550 5.1.1 <n#@x.example>: User unknown', 20);
    expect(await store.ledger.remainder(key)).toMatchObject({ open: 0, nextAttemptAt: null });
    await store.ledger.close(key, 'settled');
    expect((await listSuppressions(store.db, {})).items).toHaveLength(3);
    expect((await listTasks(store.db, { reference: window.reference }, {})).items).toHaveLength(3);
  });

  it('N13: a crash before the refusals were looked at costs nobody: what is closed is judged the same', async () => {
    const window = await StoredWindow.announced(store);
    const key = window.key('announcement');
    await store.ledger.prepare(key);
    const { claim, taken } = await take(store, key);
    await settle(store, claim, taken, { state: 'failed', reply: '550 5.1.1 User unknown' });
    await store.ledger.close(key, 'superseded');
    expect((await listSuppressions(store.db, {})).items).toEqual([]);
    // not told, so somebody is asked to
    expect((await listTasks(store.db, { reference: window.reference }, {})).items).toHaveLength(23);
  });

  it('N13: an outage that lasts as long as a recipient is waited for ends in failure, without suppression', async () => {
    const { key } = await refused('550 5.7.1 no', 0);
    await sql`
      update deliveries set state = 'failed', attempts = 400 where state = 'deferred' and refused_shape = '550 5.7.1 no'
    `.execute(store.db);
    await store.ledger.reviseRefusals(key, NOW);
    expect(await store.ledger.remainder(key)).toMatchObject({ open: 0, nextAttemptAt: null });
    await store.ledger.close(key, 'settled');
    expect((await listSuppressions(store.db, {})).items).toEqual([]);
  });
});
