import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { ENCRYPTED } from '../../workflows/payloads/encrypted';

/** Keys, the one in use first; all of them decrypt. */
export interface PayloadKeys {
  /** False: they only decrypt, so that encryption can be turned on and off one process after the other. */
  readonly encrypts: boolean;
  readonly keys: readonly PayloadKey[];
}

/** A key of 32 bytes, and the name that stands beside what was encrypted with it. */
export interface PayloadKey {
  readonly id: string;
  readonly key: Buffer;
}

const { Payload: PayloadMessage } = temporal.api.common.v1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what Forewarn gives to Temporal (T4): AES-256-GCM over the whole payload, its encoding included. The first key
 * encrypts, all of them decrypt. What is not encrypted is passed through, so that windows that began without keys go on, and
 * operators may signal in plain text. What cannot be decrypted is passed through, too: a forger may name any key, and a codec
 * that threw would stop the window (T8). The payload converter makes of it a value that is refused. Throws RangeError
 * without a key.
 */
export function createPayloadCodec({ encrypts, keys }: PayloadKeys): PayloadCodec {
  const [current] = keys;
  if (!current) throw new RangeError('a payload codec needs at least one key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  return {
    encode: (payloads) => Promise.resolve(encrypts ? payloads.map((payload) => encrypted(payload, current)) : payloads),
    decode: (payloads) => Promise.resolve(payloads.map((payload) => decrypted(payload, byId))),
  };
}

function encrypted(payload: Payload, { id, key }: PayloadKey): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const plain = PayloadMessage.encode(payload).finish();
  return {
    // the names that Temporal's own samples use
    metadata: {
      encoding: Buffer.from(ENCRYPTED),
      'encryption-cipher': Buffer.from('AES/GCM'),
      'encryption-key-id': Buffer.from(id),
    },
    data: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]),
  };
}

function decrypted(payload: Payload, keys: ReadonlyMap<string, Buffer>): Payload {
  const { metadata, data } = payload;
  if (textOf(metadata?.encoding) !== ENCRYPTED) return payload;
  const id = textOf(metadata?.['encryption-key-id']);
  const key = keys.get(id);
  if (!key || !data || data.length < NONCE_BYTES + TAG_BYTES) return payload;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(id))
      .setAuthTag(data.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return PayloadMessage.decode(plain);
  } catch {
    return payload;
  }
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
