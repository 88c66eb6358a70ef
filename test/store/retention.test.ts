import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { DAY } from '../../domain/shared/time';
import {
  readRetention,
  RETENTION,
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionPeriods,
} from '../../domain/retention/retention';
import { toJson } from '../../store/database/json';
import { createAddressHashes } from '../../store/erasure/address-hash';
import { resuppress } from '../../store/erasure/resuppress';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { retentionStanding } from '../../store/retention/runs';
import { STEPS } from '../../store/retention/steps';
import { KEPT } from '../../store/retention/tables';
import { readProof } from '../../store/windows/proof';
import { applyRetention } from '../../use-cases/apply-retention';
import { deliver, loadInventory, StoredWindow, useStore } from './support';

const hashes = createAddressHashes([randomBytes(32)]);
const store = useStore();

/** A day long after everything below. */
const NOW = Date.UTC(2031, 0, 1);
const defaults = (setting = ''): RetentionPeriods => {
  const read = readRetention(setting);
  if ('fault' in read) throw new Error(read.fault);
  return read.periods;
};
const never = RETENTION_KINDS.map((kind) => `${kind}=never`).join(',');

interface RunOptions {
  readonly now?: number;
  readonly isStopped?: () => boolean;
  readonly keys?: typeof hashes | null;
}

async function run(setting = '', options: RunOptions = {}) {
  const { now = NOW, isStopped = () => false, keys = hashes } = options;
  const told: [RetentionKind, number][] = [];
  const deps = { db: store.db, hashes: keys ?? undefined, periods: defaults(setting), clock: () => now };
  const forgotten = await applyRetention({ ...deps, onForgotten: (kind, rows) => told.push([kind, rows]) }, isStopped);
  return { forgotten, told };
}

/** A window that told three people and was called off. */
async function overWindow() {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  await window.give('cancel', { reason: 'Not needed.' });
  await deliver(store, window.key('cancelled'));
  const { rows } = await sql<{ at: Date }>`
    select cancelled_at as at from windows where reference = ${window.reference}
  `.execute(store.db);
  return { window, over: rows[0]?.at.getTime() ?? 0 };
}

const addresses = async (reference: string) => {
  const { rows } = await sql<{ address: string; name: string; reply: string | null }>`
    select d.address, d.name, d.reply from deliveries d join notices n on n.id = d.notice_id
    where n.window_reference = ${reference} order by d.id
  `.execute(store.db);
  return rows;
};

describe('T6: the table of retention', () => {
  test('every table says how long it is kept, and why one is kept for ever (store/database.test.ts walks the schema)', () => {
    const tables = Object.entries(KEPT);
    expect(tables.filter(([, kept]) => 'always' in kept && kept.always.length < 8)).toEqual([]);
    const kinds = tables.flatMap(([table, kept]) =>
      'kinds' in kept ? kept.kinds.map((kind) => [table, kind] as const) : [],
    );
    const forgotten = kinds.filter(([table, kind]) => !STEPS[kind].some((step) => step.table === table));
    expect(forgotten).toEqual([]);
    for (const kind of RETENTION_KINDS) {
      for (const { table } of STEPS[kind])
        expect([kind, KEPT[table]]).toEqual([kind, { kinds: expect.arrayContaining([kind]) as unknown }]);
    }
  });

  test('a table with an address, a name of a person or a text of theirs is never said to name nobody', async () => {
    const { rows } = await sql<{ table: string }>`
      select distinct table_name as "table" from information_schema.columns
      where table_schema = current_schema() and column_name in ('address', 'email', 'sender', 'maintenance_email', 'body', 'note', 'raw')
    `.execute(store.db);
    expect(rows.length).toBeGreaterThan(6);
    for (const { table } of rows)
      expect([table, KEPT[table as keyof typeof KEPT]]).not.toEqual([table, { always: 'names nobody' }]);
  });

  test('settings change days, never below what is needed, and unknown kinds are refused with those there are', () => {
    expect(defaults('deliveries=365, messages=never')).toMatchObject({ deliveries: 365, messages: null, tasks: 730 });
    expect(readRetention('deliveries=7')).toEqual({ fault: expect.stringContaining('needed for 30') as string });
    expect(readRetention('letters=7')).toEqual({ fault: expect.stringContaining('idempotency-keys') as string });
    expect(readRetention('deliveries')).toHaveProperty('fault');
  });
});

describe('T6: recipients of a window', () => {
  test('keep their names for two years after its end; then the proof has them as keyed hashes, one a mailbox', async () => {
    const { window, over } = await overWindow();
    await sql`update deliveries set reply = '250 <noc@acme.example> ok' where address ilike 'noc@acme.example'`.execute(
      store.db,
    );
    const days = RETENTION.deliveries.days * DAY;
    await run('', { now: over + days - 1_000 });
    expect((await addresses(window.reference)).some(({ address }) => address === 'bea@bolt.example')).toBe(true);
    const before = await readProof(store.db, window.reference, 'bolt');
    const { forgotten, told } = await run('', { now: over + days + 1_000 });
    expect(forgotten.deliveries).toBe((await addresses(window.reference)).length);
    expect(told).toContainEqual(['deliveries', forgotten.deliveries]);
    for (const { address, name, reply } of await addresses(window.reference)) {
      expect([address, name]).toEqual([expect.stringMatching(/^erased:[0-9a-f]{32}$/), 'erased']);
      expect(reply ?? '').not.toContain('@');
    }
    const after = await readProof(store.db, window.reference, 'bolt');
    const [was] = before?.notices ?? [];
    expect(after?.notices[0]?.deliveries).toEqual(
      was?.deliveries.map((delivery) => ({ ...delivery, name: 'erased', address: hashes?.of('bea@bolt.example') })),
    );
    expect((await run('', { now: over + days + 1_000 })).forgotten.deliveries).toBe(0);
  });

  test('of a customer that an import removed go the same way', async () => {
    const { window, over } = await overWindow();
    await store.db.deleteFrom('organizations').where('id', '=', 'bolt').execute();
    expect((await addresses(window.reference)).some(({ address }) => address === 'bea@bolt.example')).toBe(true);
    await run('', { now: over + 731 * DAY });
    expect((await addresses(window.reference)).some(({ address }) => address.includes('@'))).toBe(false);
    await loadInventory(store.db);
  });

  test('of a window that is not over stay, however old it is', async () => {
    const window = await StoredWindow.announced(store);
    await deliver(store, window.key('announcement'));
    await run('', { now: Date.UTC(2099, 0, 1) });
    expect((await addresses(window.reference)).every(({ address }) => address.includes('@'))).toBe(true);
  });

  test('without a key go without a hash', async () => {
    const { window } = await overWindow();
    await run('', { keys: null });
    expect(new Set((await addresses(window.reference)).map(({ address }) => address))).toEqual(
      new Set(['erased:unkeyed']),
    );
  });
});

describe('T6: everything else', () => {
  const old = new Date(NOW - 1_000 * DAY);
  const recent = new Date(NOW - DAY / 2);

  async function plant(at: Date): Promise<void> {
    const { db } = store;
    const said = 'said by ann@acme.example';
    await db
      .insertInto('staff_tasks')
      .values([
        {
          kind: 'place-returned-mail',
          subject: randomUUID(),
          reason: said,
          done_at: at,
          done_by: 'rita',
          note: 'Ann was called',
        },
        { kind: 'answer-message', subject: randomUUID(), reason: 'Ann wrote this', created_at: at },
      ])
      .execute();
    await db
      .insertInto('suppressions')
      .values([
        { address: `${randomUUID()}@gone.example`, reason: said, since: at },
        { address: `${randomUUID()}@acme.example`, reason: said, since: at },
      ])
      .execute();
    await sql`
      insert into contacts (id, organization_id, name, email)
      select address, 'acme', 'Ann', address from suppressions where address like '%@acme.example' on conflict do nothing
    `.execute(db);
    await db
      .insertInto('suppression_lifts')
      .values({
        ...{ address: `${randomUUID()}@gone.example`, suppressed_because: said, suppressed_since: at },
        ...{ lifted_at: at, lifted_by: 'rita', reason: said },
      })
      .execute();
    await db
      .insertInto('window_messages')
      .values({
        ...{ digest: randomUUID(), sender: 'ann@acme.example', subject: 'Re', body: 'x', cut: false, size: 1 },
        ...{ received_at: at, after_event: 0, handling: 'kept' as const },
      })
      .execute();
    await db
      .insertInto('returned_mails')
      .values({ digest: randomUUID(), raw: Buffer.from('x'), size: 1, reason: 'x', received_at: at })
      .execute();
    const endpoint = randomUUID();
    await db
      .insertInto('webhook_endpoints')
      .values({ id: endpoint, organization_id: 'acme', url: 'https://acme.example', secret: 'x', created_by: 'x' })
      .execute();
    for (const state of ['delivered', 'pending'] as const) {
      await db
        .insertInto('webhook_deliveries')
        .values({
          endpoint_id: endpoint,
          event_id: state,
          type: 'window.test' as never,
          payload: '{}',
          state,
          created_at: at,
        })
        .execute();
    }
    for (const confirmed of [null, at]) {
      const address = `${randomUUID()}@reader.example`;
      await db
        .insertInto('page_subscribers')
        .values({
          ...{ id: randomUUID(), address, address_key: address, is_asked: true, confirmed_at: confirmed },
          ...{ token_hash: randomBytes(32), token_expires_at: at, asks: 1, asks_since: at, asked_at: at },
        })
        .execute();
    }
    await db
      .insertInto('idempotency_keys')
      .values({
        token_id: randomUUID(),
        key: 'k',
        request_hash: Buffer.alloc(32),
        response: toJson({}),
        created_at: at,
      })
      .execute();
    for (const revoked of [null, at]) {
      await db
        .insertInto('api_tokens')
        .values({ id: randomUUID(), name: 'Ann', role: 'engineer', token_hash: randomBytes(32), revoked_at: revoked })
        .execute();
      await db
        .insertInto('calendar_feeds')
        .values({
          id: randomUUID(),
          organization_id: 'acme',
          name: 'Ann',
          secret_hash: randomBytes(32),
          revoked_at: revoked,
        })
        .execute();
    }
  }

  const counts = async () => {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*) from staff_tasks where reason || coalesce(note, '') ~ 'ann@|Ann') as tasks,
        (select count(*) from suppressions where address not like 'erased:%') as suppressions,
        (select count(*) from suppression_lifts where address not like 'erased:%') as lifts,
        (select count(*) from window_messages) as messages, (select count(*) from returned_mails) as mails,
        (select count(*) from webhook_deliveries) as webhooks, (select count(*) from page_subscribers) as subscribers,
        (select count(*) from idempotency_keys) as keys, (select count(*) from api_tokens) as tokens,
        (select count(*) from calendar_feeds) as feeds
    `.execute(store.db);
    return rows[0];
  };

  test('goes when its time is over, and nothing before; what must stay stays', async () => {
    await plant(recent);
    const recentOnes = await counts();
    await plant(old);
    await run(never);
    expect((await counts())?.messages).toBe(2);
    const standing = await retentionStanding({ db: store.db, hashes }, defaults(), NOW);
    expect(standing.filter(({ due }) => due === 0).map(({ kind }) => kind)).toEqual(['deliveries']);
    const { forgotten } = await run();
    const left = await counts();
    // of the old ones: who is in the inventory, what is pending, who has confirmed, and what has not ended
    expect(left).toEqual({
      ...recentOnes,
      suppressions: (recentOnes?.suppressions ?? 0) + 1,
      webhooks: (recentOnes?.webhooks ?? 0) + 1,
      subscribers: (recentOnes?.subscribers ?? 0) + 1,
      tokens: (recentOnes?.tokens ?? 0) + 1,
      feeds: (recentOnes?.feeds ?? 0) + 1,
    });
    const after = await retentionStanding({ db: store.db, hashes }, defaults(), NOW);
    for (const { kind, due, ranAt, removed } of after) {
      expect([kind, due, ranAt, removed]).toEqual([kind, 0, NOW, forgotten[kind]]);
    }
    const [page] = (
      await sql<{
        reasons: string;
      }>`select string_agg(reason, ' ') as reasons from suppressions where address like 'erased:%'`.execute(store.db)
    ).rows;
    expect(page?.reasons).not.toContain('@');
  });

  test('a suppressed address that nobody has any more is held back again when it comes back', async () => {
    await store.db
      .insertInto('suppressions')
      .values({ address: 'back@acme.example', reason: '550', since: old })
      .execute();
    await run();
    const contact = {
      id: 'back',
      organizationId: 'acme',
      name: 'Back',
      email: 'back@acme.example',
      roles: ['maintenance'],
    };
    await importInventory(store.db, 'contacts', [contact]);
    await resuppress(store.db, hashes);
    const row = await store.db
      .selectFrom('suppressions')
      .select('reason')
      .where('address', '=', 'back@acme.example')
      .executeTakeFirst();
    expect(row).toEqual({ reason: '550' });
  });

  test('a run that is stopped leaves the rest to the next one; more rows than a batch go in several', async () => {
    const rows = Array.from({ length: 1_201 }, (_, index) => ({
      ...{ token_id: randomUUID(), key: String(index), request_hash: Buffer.alloc(32), created_at: old },
    }));
    await store.db.insertInto('idempotency_keys').values(rows).execute();
    let asked = 0;
    const stopped = await run('', { isStopped: () => ++asked > 14 });
    expect(stopped.forgotten['idempotency-keys'] ?? 0).toBeLessThan(1_201);
    const { forgotten } = await run();
    expect((stopped.forgotten['idempotency-keys'] ?? 0) + (forgotten['idempotency-keys'] ?? 0)).toBe(1_201);
  });
});
