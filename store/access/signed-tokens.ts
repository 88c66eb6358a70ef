import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs short texts for links in mails, and tells them from forged ones. */
export interface SignedTokens {
  readonly sign: (text: string) => string;
  /** The text; undefined when none of our keys signed it for this purpose. */
  readonly read: (token: string) => string | undefined;
  /** Stands for a text that must not be in a link, as long as the first key is the same. */
  readonly mark: (text: string) => string;
}

/** 128 bits of HMAC-SHA-256: tokens cannot be guessed and the link stays short. */
const MAC_BYTES = 16;
const MARK_BYTES = 9;

/**
 * Tokens are signed, not stored: every attempt of a mail has the same link, and the database holds nothing that could be used
 * in place of a token (T3). The first key signs and every key verifies, so a new key can be put in front of the old one
 * (FOREWARN_SECRETS_KEY). A token made for one purpose is none for another. Throws RangeError without a key.
 */
export function createSignedTokens(keys: readonly Buffer[], purpose: string): SignedTokens {
  const [current] = keys;
  if (!current) throw new RangeError('links in mails need at least one key');
  const mac = (key: Buffer, what: string, text: string) =>
    createHmac('sha256', key).update(`${what}\0${text}`).digest();
  const signatureOf = (key: Buffer, payload: string) => mac(key, purpose, payload).subarray(0, MAC_BYTES);
  return {
    sign(text) {
      const payload = Buffer.from(text).toString('base64url');
      return `${payload}.${signatureOf(current, payload).toString('base64url')}`;
    },
    read(token) {
      const [payload = '', given = '', ...more] = token.split('.');
      const signature = Buffer.from(given, 'base64url');
      if (more.length > 0 || signature.length !== MAC_BYTES) return undefined;
      if (!keys.some((key) => timingSafeEqual(signatureOf(key, payload), signature))) return undefined;
      return Buffer.from(payload, 'base64url').toString();
    },
    mark: (text) => mac(current, `${purpose} mark`, text).subarray(0, MARK_BYTES).toString('base64url'),
  };
}
