import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { readConfig } from '../../config/config';
import { createPayloadCodec } from '../../temporal/payloads/codec';
import { payloadConverter } from '../../workflows/payloads/converter';
import { isUnreadable, LOCKED } from '../../workflows/payloads/unreadable';
import { codecOf, NEW_KEY, OLD_KEY } from '../support/payload-keys';

const SECRET = 'Replace the power distribution unit of rack A12';
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const valueOf = (payload: Payload | undefined): unknown => payload && payloadConverter.fromPayload(payload);
const bytesOf = (payload: Payload | undefined) => Buffer.from(payload?.data ?? []);

describe('the payload codec (T4)', () => {
  test.each([
    ['an object', { title: SECRET, empty: null }],
    ['null', null],
    ['bytes', new Uint8Array([0, 1, 255])],
    ['nothing', undefined],
  ])('T4: %s comes back as it was, and cannot be read in between', async (_what, value) => {
    const codec = codecOf(NEW_KEY);
    const [hidden] = await codec.encode([payloadOf(value)]);
    expect(bytesOf(hidden).includes(SECRET)).toBe(false);
    expect(Object.keys(hidden?.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-cipher', 'encryption-key-id']);
    const [back] = await codec.decode(hidden ? [hidden] : []);
    expect(valueOf(back)).toEqual(value);
  });

  test('T4: the same text is never the same twice', async () => {
    const codec = codecOf(NEW_KEY);
    const [first, second] = await codec.encode([payloadOf(SECRET), payloadOf(SECRET)]);
    expect(bytesOf(first).equals(bytesOf(second))).toBe(false);
  });

  test('T4: the first key encrypts and all decrypt, so that a new one can be put in front', async () => {
    const [old] = await codecOf(OLD_KEY).encode([payloadOf(SECRET)]);
    const rotated = codecOf(NEW_KEY, OLD_KEY);
    const [fresh] = await rotated.encode([payloadOf(SECRET)]);
    expect(String(Buffer.from(fresh?.metadata?.['encryption-key-id'] ?? []))).toBe(NEW_KEY.id);
    const read = await rotated.decode([old, fresh].flatMap((payload) => (payload ? [payload] : [])));
    expect(read.map(valueOf)).toEqual([SECRET, SECRET]);
    const [unread] = await codecOf(NEW_KEY).decode(old ? [old] : []);
    expect(valueOf(unread)).toBe(LOCKED);
  });

  test('T4: keys that only decrypt leave what is given as it is', async () => {
    const codec = createPayloadCodec({ encrypts: false, keys: [NEW_KEY] });
    expect(await codec.encode([payloadOf(SECRET)])).toEqual([payloadOf(SECRET)]);
    expect((await codec.decode(await codecOf(NEW_KEY).encode([payloadOf(SECRET)]))).map(valueOf)).toEqual([SECRET]);
  });

  test('T4: plain text is passed through, so that what began without keys goes on', async () => {
    const [plain] = await codecOf(NEW_KEY).decode([payloadOf(SECRET)]);
    expect(valueOf(plain)).toBe(SECRET);
  });

  test('T8: whatever a forger sends, decoding does not throw, and the value is refused', async () => {
    const codec = codecOf(NEW_KEY);
    const [real] = await codec.encode([payloadOf(SECRET)]);
    const metadata = real?.metadata ?? {};
    const flipped = bytesOf(real).map((byte, at) => (at === 20 ? byte ^ 1 : byte));
    const forged: Payload[] = [
      { metadata, data: flipped },
      { metadata, data: randomBytes(200) },
      { metadata, data: Buffer.alloc(0) },
      { metadata },
      { metadata: { ...metadata, 'encryption-key-id': Buffer.from('unknown') }, data: bytesOf(real) },
      { metadata: { encoding: metadata.encoding ?? Buffer.alloc(0) }, data: bytesOf(real) },
      { metadata: { ...metadata, 'encryption-key-id': Buffer.from([0xff, 0xfe]) }, data: bytesOf(real) },
      { metadata: { encoding: Buffer.from([0xff, 0xfe]) }, data: bytesOf(real) },
    ];
    const read = (await codec.decode(forged)).map(valueOf);
    expect(read.map(isUnreadable)).toEqual(forged.map(() => true));
  });
});

describe('FOREWARN_PAYLOAD_KEYS', () => {
  const key = Buffer.alloc(32, 1).toString('base64');
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-keys-'));
  const file = path.join(folder, 'payload-2027');
  beforeAll(() => writeFileSync(file, `${key}\n`));
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (setting: string) =>
    readConfig({
      ...{ DATABASE_URL: 'postgres://localhost/forewarn', SMTP_URL: 'smtp://localhost', PAYLOAD_KEY_2026: key },
      FOREWARN_PAYLOAD_KEYS: setting,
    }).payloadKeys;

  test('T4: keys are named by where they stand, in a file or a variable; set to nothing is off', () => {
    const keys = ['2027', '2026'].map((id) => ({ id, key: Buffer.alloc(32, 1) }));
    const setting = `2027:file:${file}, 2026:env:PAYLOAD_KEY_2026`;
    expect(read(setting)).toEqual({ encrypts: true, keys });
    expect(read(`plain,${setting}`)).toEqual({ encrypts: false, keys });
    expect(read('')).toBeUndefined();
  });

  test.each([
    ['a bare key', key, 'must be entries'],
    ['no variable', '2027:env:NOT_THERE', 'finds no key for 2027 in env NOT_THERE'],
    ['no file', '2027:file:/not/there', 'cannot read the file of 2027, /not/there (ENOENT)'],
    ['plain alone', 'plain', 'names no key'],
    ['the same name', '2026:env:PAYLOAD_KEY_2026,2026:env:PAYLOAD_KEY_2026', 'names 2026 twice'],
  ])('T4: %s is refused with the reason, without a key in it', (_what, setting, reason) => {
    expect(() => read(setting)).toThrow(reason);
    expect(() => read(setting)).not.toThrow(key);
  });
});
