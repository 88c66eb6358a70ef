import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { toJson } from '../../store/database/json';
import { createAddressHashes } from '../../store/erasure/address-hash';
import { listErasures } from '../../store/erasure/record';
import { resuppress } from '../../store/erasure/resuppress';
import { importInventory } from '../../store/inventory/import/import-inventory';
import { listSuppressions } from '../../store/ledger/suppressions';
import { readProof } from '../../store/windows/proof';
import { erasePerson, type Whom } from '../../use-cases/erase-person';
import { deliver, loadInventory, rowsOf, settle, StoredWindow, take, useStore } from './support';

const KEYS = [randomBytes(32), randomBytes(32)];
const hashes = createAddressHashes(KEYS);
const BEA = 'bea@bolt.example';
const HASH = hashes?.of(BEA) ?? '';

const store = useStore();
afterEach(async () => {
  await loadInventory(store.db);
  await sql`truncate suppressions, suppression_lifts, staff_tasks, task_mails, window_messages, erasures`.execute(
    store.db,
  );
});

const erase = (whom: Whom, keys: typeof hashes | null = hashes) =>
  erasePerson({ db: store.db, hashes: keys ?? undefined, clock: () => Date.UTC(2027, 0, 1) }, whom, {
    by: 'admin token',
    door: 'api',
  });

/** The tables in which the text stands anywhere, in any case. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1
  `.execute(store.db);
  const found: string[] = [];
  for (const { name } of tables) {
    const raw = name === 'returned_mails' ? sql`|| encode(raw, 'escape')` : sql``;
    const { rows } = await sql`
      select from ${sql.table(name)} t where position(lower(${text}) in lower(t::text ${raw})) > 0 limit 1
    `.execute(store.db);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** A window that told bea, and whose further mail to her waits. */
async function toldBea() {
  const window = await StoredWindow.announced(store);
  await deliver(store, window.key('announcement'));
  await window.advanceTo('reminder-7d');
  await store.ledger.prepare(window.key('reminder-7d'));
  return window;
}

/** Her address in every kind of text there is, as servers, people and systems write it. */
async function plantEverywhere(reference: string): Promise<void> {
  const { db } = store;
  const said = `550 5.1.1 <Bea@Bolt.Example>: unknown; mailto:${BEA}?x=bea%40bolt.example\n${BEA}.`;
  await sql`update deliveries set reply = ${said} where lower(address) = ${BEA} and state = 'accepted'`.execute(db);
  const at = new Date();
  await db.insertInto('suppressions').values({ address: BEA, reason: said }).execute();
  await db
    .insertInto('suppression_lifts')
    .values({
      ...{ address: BEA, suppressed_because: said, suppressed_since: at },
      ...{ lifted_at: at, lifted_by: 'anna', reason: said },
    })
    .execute();
  await db
    .insertInto('staff_tasks')
    .values({
      ...{ window_reference: reference, kind: 'reach-otherwise', organization_id: 'bolt' },
      ...{ subject: 'contact:bolt-production', reason: said, note: 'Bea was called.' },
    })
    .execute();
  await db
    .insertInto('page_subscribers')
    .values({
      ...{ id: randomUUID(), address: BEA, address_key: BEA, is_asked: false, confirmed_at: at },
      ...{ asks: 1, asks_since: at, asked_at: at },
    })
    .execute();
  await db
    .insertInto('window_messages')
    .values({
      ...{ digest: randomUUID(), window_reference: reference, sender: BEA, subject: 'Re', body: 'It is me, Bea' },
      ...{ cut: false, size: 1, received_at: at, after_event: 1, handling: 'kept' as const },
    })
    .execute();
  await db
    .insertInto('returned_mails')
    .values({
      digest: randomUUID(),
      raw: Buffer.from(`To: ${BEA}\r\n\xff`, 'latin1'),
      size: 1,
      reason: said,
      received_at: at,
    })
    .execute();
  await db
    .insertInto('idempotency_keys')
    .values({ token_id: randomUUID(), key: 'k', request_hash: Buffer.alloc(32), response: toJson({ [BEA]: [said] }) })
    .execute();
  await sql`
    update timeline set event = event || jsonb_build_object('note', ${said}::text) where window_reference = ${reference}
  `.execute(db);
  await sql`update windows set view = view || jsonb_build_object('note', ${said}::text) where reference = ${reference}`.execute(
    db,
  );
  await db
    .insertInto('channel_states')
    .values({
      window_reference: reference,
      channel: 'slack',
      outside: toJson({}),
      last_error: said,
      drift: toJson([said]),
    })
    .execute();
  await db
    .insertInto('templates')
    .values({
      ...{ id: 'power', name: 'Power', language: 'en', wordings: JSON.stringify({ en: { title: said } }) },
      ...{ created_by: BEA, created_at: at, changed_by: 'anna', changed_at: at },
    })
    .execute();
  await sql`update contacts set environments = array[${BEA}] where id = 'acme-bill'`.execute(db);
}

test('T6: an erased address is in no text of any table, whatever spelling it had; its neighbours are as they were', async () => {
  const window = await toldBea();
  await plantEverywhere(window.reference);
  await sql`update contacts set email = 'not-bea@bolt.example' where id = 'bolt-staging'`.execute(store.db);
  expect((await tablesWith(BEA)).length).toBeGreaterThan(12);
  const { counts, inHistories } = await erase({ address: 'BEA@bolt.example' });
  const neighbour = await tablesWith('not-bea@bolt.example');
  expect(neighbour).toContain('contacts');
  await sql`delete from contacts where id = 'bolt-staging'`.execute(store.db);
  expect(await tablesWith(BEA)).toEqual([]);
  expect(await tablesWith('bea%40bolt.example')).toEqual([]);
  expect(await tablesWith('Bea was called')).toEqual([]);
  expect(await tablesWith('It is me, Bea')).toEqual([]);
  expect(Object.keys(counts)).toEqual(
    expect.arrayContaining(['contacts', 'deliveries', 'suppressions', 'window_messages', 'returned_mails', 'timeline']),
  );
  expect(inHistories).toEqual([window.reference]);
});

test('T1, T6: the proof still says that somebody was told, when, and what their server answered', async () => {
  const window = await toldBea();
  const before = await readProof(store.db, window.reference, 'bolt');
  await erase({ contact: 'bolt-production' });
  const after = await readProof(store.db, window.reference, 'bolt');
  const told = (proof: typeof after) => proof?.notices.flatMap(({ deliveries }) => deliveries) ?? [];
  const [was] = told(before).filter(({ state }) => state === 'accepted');
  expect(was?.address).toBe(BEA);
  expect(told(after)[0]).toEqual({ ...was, address: HASH, name: 'erased' });
  // two mails went to the same mailbox
  expect(new Set(told(after).map(({ address }) => address))).toEqual(new Set([HASH]));
});

test('T6, N13: what waited is not sent any more, and later notices name a customer who has nobody left', async () => {
  const window = await toldBea();
  await erase({ contact: 'bolt-production' });
  const rows = await rowsOf(store, window.key('reminder-7d'));
  expect(rows.find(({ recipient }) => recipient === 'contact:bolt-production')).toMatchObject({
    state: 'superseded',
    reply: 'the recipient was erased before it was sent',
  });
  const { taken } = await take(store, window.key('reminder-7d'));
  expect(taken.map(({ message }) => message.recipient.address)).not.toContain(HASH);
  await sql`delete from contacts where id = 'bolt-staging'`.execute(store.db);
  await window.give('cancel', { reason: 'Not needed.' });
  expect(await deliver(store, window.key('cancelled'))).not.toContain(HASH);
  const { rows: untold } = await sql<{ organization: string }>`
    select u.organization_id as organization from notice_untold u join notices n on n.id = u.notice_id
    where n.window_reference = ${window.reference} and n.slug = 'cancelled'
  `.execute(store.db);
  expect(untold).toEqual([{ organization: 'bolt' }]);
});

test('T6, N5: where everybody who was told for a customer is erased, whoever is there now hears how it ends', async () => {
  const window = await toldBea();
  await erase({ contact: 'bolt-production' });
  await window.give('cancel', { reason: 'Not needed.' });
  const told = await deliver(store, window.key('cancelled'));
  expect(told).toContain('bob@bolt.example');
  expect(told).not.toContain(HASH);
});

test('T6: it is on record with who, when, hash and figures; the same again changes nothing more', async () => {
  await toldBea();
  const first = await erase({ contact: 'bolt-production' });
  const again = await erase({ contact: 'bolt-production' });
  expect(first.hashes).toEqual([HASH]);
  expect(again).toEqual({ hashes: [], counts: {}, inHistories: [] });
  const { counts } = await erase({ address: BEA });
  expect(counts).toEqual({});
  expect((await listErasures(store.db, {})).items).toMatchObject([
    { by: 'admin token', hashes: [HASH], counts: first.counts, finishedAt: Date.UTC(2027, 0, 1) },
    { counts: {} },
    { counts: {} },
  ]);
});

test('T6: an address on the suppression list stays on it by its hash, and is held back when it comes again', async () => {
  await store.db
    .insertInto('suppressions')
    .values({ address: BEA, reason: `550 <${BEA}> gone` })
    .execute();
  await erase({ address: BEA });
  const listed = async () =>
    (await listSuppressions(store.db, {})).items.map(({ address, reason }) => [address, reason]);
  expect(await listed()).toEqual([[HASH, `550 <${HASH}> gone`]]);
  const contact = {
    id: 'bolt-bea',
    organizationId: 'bolt',
    name: 'Bea',
    email: 'Bea@bolt.example',
    roles: ['maintenance'],
  };
  await importInventory(store.db, 'contacts', [contact]);
  // the key has been rotated since
  await resuppress(store.db, createAddressHashes([randomBytes(32), ...KEYS]));
  expect(await listed()).toEqual([
    [BEA, `550 <${HASH}> gone`],
    [HASH, `550 <${HASH}> gone`],
  ]);
  await erase({ address: BEA });
  expect(await listed()).toEqual([[HASH, `550 <${HASH}> gone`]]);
});

test('T6: nothing is erased that would take others along, or leave a window without a person to ask', async () => {
  await expect(erase({ contact: 'acme-noc' })).rejects.toMatchObject({
    code: 'address-shared',
    message: expect.stringContaining('organization acme') as string,
  });
  const window = await StoredWindow.announced(store, { pointOfContact: 'rita@provider.example' });
  await expect(erase({ address: 'rita@provider.example' })).rejects.toMatchObject({
    code: 'address-in-use',
    message: expect.stringContaining(window.reference) as string,
  });
  await window.give('nominate', { pointOfContact: 'noc@provider.example' });
  expect((await erase({ address: 'rita@provider.example' })).counts).toMatchObject({ staff: 1 });
  expect(await tablesWith('rita@provider.example')).toEqual([]);
  await expect(erase({ contact: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(erase({ address: 'no address' })).rejects.toMatchObject({ code: 'invalid-body' });
  await expect(erase({ address: BEA }, null)).rejects.toMatchObject({ code: 'erasure-off' });
});

test('T6: an internationalized host is one, in both spellings', async () => {
  const contact = {
    id: 'zoe',
    organizationId: 'bolt',
    name: 'Zoe',
    email: 'zoe@bücher.example',
    roles: ['maintenance'],
  };
  await importInventory(store.db, 'contacts', [contact]);
  await sql`update templates set name = 'zoe@bücher.example and ZOE@xn--bcher-kva.example'`.execute(store.db);
  await erase({ contact: 'zoe' });
  expect(await tablesWith('zoe@bücher.example')).toEqual([]);
  expect(await tablesWith('zoe@xn--bcher-kva.example')).toEqual([]);
});

test('T6: with deliveries under way, the erased one ends with its answer', async () => {
  const window = await StoredWindow.announced(store);
  const key = window.key('announcement');
  await store.ledger.prepare(key);
  const { claim, taken } = await take(store, key);
  await erase({ contact: 'bolt-production' });
  await settle(store, claim, taken, { state: 'accepted', reply: '250 ok' });
  const row = (await rowsOf(store, key)).find(({ recipient }) => recipient === 'contact:bolt-production');
  expect(row).toMatchObject({ state: 'accepted', address: HASH, reply: '250 ok' });
});
