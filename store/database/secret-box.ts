import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals secrets that must be read again, such as those that sign webhooks: AES-256-GCM. */
export interface SecretBox {
  /** `context` says what the secret belongs to; it can be opened with the same one only. */
  seal(secret: string, context: string): string;
  /** Throws when it was sealed under a key we do not have, for something else, or was changed since. */
  open(sealed: string, context: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box over keys of 32 bytes each: the first one seals, all of them open, so that a new key can be put in front of the old one.
 * A sealed text is `v1:<key id>:<iv, ciphertext and tag in base64url>`.
 */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const [current] = keys;
  if (!current) throw new RangeError('a secret box needs at least one key');
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  return {
    seal(secret, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current, iv).setAAD(Buffer.from(context));
      const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1:${idOf(current)}:${sealed.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, id = '', text = ''] = sealed.split(':');
      const key = byId.get(id);
      if (version !== 'v1' || !key) {
        throw new Error(
          `A secret was sealed with key ${id}, which FOREWARN_SECRETS_KEY does not hold: add that key behind the present one.`,
        );
      }
      const bytes = Buffer.from(text, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

/** Names a key without telling anything of it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('forewarn key id').update(key).digest('hex').slice(0, 8);
}
