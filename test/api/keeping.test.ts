import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { KEPT_BY_DEFAULT, RETENTION_KINDS } from '../../domain/retention/retention';
import { createAddressHashes } from '../../store/erasure/address-hash';
import { useApi } from './support/api';

const KEY = randomBytes(32);
const api = useApi({ secretsKeys: [KEY], retention: { ...KEPT_BY_DEFAULT, messages: null, webhooks: 30 } });
const BEA = 'bea@bolt.example';
const HASH = createAddressHashes([KEY])?.of(BEA);

test('T6: an administrator erases a person, and nobody else may; who did is on record, without the address', async () => {
  for (const role of ['engineer', 'operator', 'approver', 'customer', 'inbound'] as const) {
    await api.as(role).post('/v1/erasures', { address: BEA }).expect(403);
    await api.as(role).get('/v1/erasures').expect(403);
  }
  const { status, body } = await api.as('admin').post('/v1/erasures', { contact: 'bolt-production' });
  expect([status, body]).toEqual([200, { hashes: [HASH], counts: { contacts: 1 }, inHistories: [] }]);
  const listed = await api.as('admin').get('/v1/erasures');
  expect(listed.body).toMatchObject({
    items: [{ by: 'admin token', hashes: [HASH], counts: { contacts: 1 } }],
    next: null,
  });
  expect(listed.text).not.toContain(BEA);
  expect(api.log.join('\n')).not.toContain(BEA);
});

test('T6: whom to erase is said one way, and what cannot be erased is refused with the way out', async () => {
  for (const body of [{}, { contact: 'acme-ops', address: 'ops@acme.example' }]) {
    expect((await api.as('admin').post('/v1/erasures', body)).body).toMatchObject({ code: 'invalid-body' });
  }
  expect((await api.as('admin').post('/v1/erasures', { contact: 'nobody' })).status).toBe(404);
  const shared = await api.as('admin').post('/v1/erasures', { contact: 'acme-noc' });
  expect([shared.status, shared.body]).toMatchObject([409, { code: 'address-shared' }]);
});

test('T6: whoever bounced before the erasure is held back when an import brings them again', async () => {
  await api.store.db.insertInto('suppressions').values({ address: 'cy@coil.example', reason: '550' }).execute();
  await api.as('admin').post('/v1/erasures', { address: 'cy@coil.example' }).expect(200);
  expect(JSON.stringify((await api.as('admin').get('/v1/suppressions')).body)).not.toContain('cy@');
  const contact = {
    id: 'coil-cy',
    organizationId: 'coil',
    name: 'Cy',
    email: 'cy@coil.example',
    roles: ['maintenance'],
  };
  await api
    .as('admin')
    .post('/v1/inventory', { contacts: [contact] })
    .expect(200);
  expect(JSON.stringify((await api.as('admin').get('/v1/suppressions')).body)).toContain('cy@coil.example');
});

test('T6: staff see how long what is kept, what is due, and what the last run removed', async () => {
  await sql`
    insert into idempotency_keys (token_id, key, request_hash, created_at)
    select gen_random_uuid(), 'k', '', ${new Date(api.time.now)}::timestamptz - interval '8 days' from generate_series(1, 3)
  `.execute(api.store.db);
  const { status, body } = await api.as('operator').get('/v1/retention');
  expect(status).toBe(200);
  const { items } = body as { items: { kind: string; days: number | null; due: number; ranAt: string | null }[] };
  expect(items.map(({ kind }) => kind)).toEqual(RETENTION_KINDS);
  const of = (kind: string) => items.find((item) => item.kind === kind);
  expect(of('idempotency-keys')).toMatchObject({ days: 7, due: 3, ranAt: null });
  expect(of('messages')).toMatchObject({ days: null, due: 0 });
  expect(of('webhooks')).toMatchObject({ days: 30 });
  await api.as('customer').get('/v1/retention').expect(403);
});
