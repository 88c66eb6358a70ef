import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Encrypts secrets that must be read again, such as webhook signing secrets: AES-256-GCM. */
export interface SecretBox {
  /** `context` says what the secret belongs to; only the same context opens it. */
  seal(secret: string, context: string): string;
  /** Throws when the key is not configured, the context differs, or the text was changed. */
  open(sealed: string, context: string): string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A box over 32-byte keys. The first key encrypts and every key decrypts, so a new key can be put in front of the old one. An
 * encrypted text is `v1:<key id>:<iv, ciphertext and tag in base64url>`.
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

/** An id for a key that reveals nothing about the key. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('forewarn key id').update(key).digest('hex').slice(0, 8);
}
