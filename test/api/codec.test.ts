import type { Payload } from '@temporalio/common';
import { codecOf, NEW_KEY, OLD_KEY } from '../support/payload-keys';
import { useApi, type TokenName } from './support/api';

const api = useApi({ payloadKeys: { encrypts: true, keys: [NEW_KEY, OLD_KEY] } });
const PATH = '/codec/decode';
const UI = 'https://temporal.provider.example';

const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
const inJson = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
  data: base64(data),
});
const PLAIN = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"Replace the fans"') };

async function hidden(key = NEW_KEY) {
  return { payloads: (await codecOf(key).encode([PLAIN])).map(inJson) };
}

test('T4: staff who may read plans see what is encrypted, under every key, and what is plain as it was', async () => {
  const payloads = [...(await hidden()).payloads, ...(await hidden(OLD_KEY)).payloads, inJson(PLAIN)];
  for (const role of ['admin', 'engineer', 'operator', 'approver'] as const) {
    const { status, body } = await api.as(role).post(PATH, { payloads });
    expect([status, body]).toEqual([200, { payloads: payloads.map(() => inJson(PLAIN)) }]);
  }
});

test('T4: what another key encrypted stays as it is', async () => {
  const sent = await hidden({ id: 'another', key: Buffer.alloc(32, 1) });
  const { status, body } = await api.as('operator').post(PATH, sent);
  expect([status, body]).toEqual([200, sent]);
});

test('T3: nobody else is told anything', async () => {
  const sent = await hidden();
  await api.anonymous().post(PATH).expect(401);
  for (const role of ['customer', 'stranger', 'inbound'] satisfies TokenName[]) {
    const { status, text } = await api.as(role).post(PATH, sent);
    expect(status).toBe(403);
    expect(text).not.toContain(base64(PLAIN.data));
  }
});

test('T3: pages of the Temporal UI alone may ask from a browser', async () => {
  const asked = async (origin: string) => (await api.anonymous().options(PATH).set('Origin', origin)).headers;
  expect(await asked(UI)).toMatchObject({
    'access-control-allow-origin': UI,
    'access-control-allow-headers': expect.stringContaining('X-Namespace') as string,
  });
  for (const other of ['https://elsewhere.example', `${UI}.elsewhere.example`, 'null']) {
    expect(await asked(other)).not.toHaveProperty('access-control-allow-origin');
  }
});

test('T8: a body that is no list of payloads is refused with the field', async () => {
  const { status, body } = await api.as('admin').post(PATH, { payloads: [{ metadata: { encoding: 7 } }] });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'invalid-body' });
  await api.as('admin').get(PATH).expect(405);
});
