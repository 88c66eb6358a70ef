import { createHmac, timingSafeEqual } from 'node:crypto';

/** A recipient that a link in a mail can name: a contact who may opt out of optional mails, or a subscriber of the page. */
export type LinkedRecipient =
  { readonly kind: 'contact'; readonly id: string } | { readonly kind: 'subscriber'; readonly id: string };

/** Creates and verifies the tokens in unsubscribe links. */
export interface RecipientLinks {
  /** The token for a recipient as the ledger names it; undefined for a recipient without an opt-out. */
  tokenFor(recipient: string): string | undefined;
  /** The recipient the token names; undefined when none of our keys signed it. */
  read(token: string): LinkedRecipient | undefined;
}

const KINDS = ['contact', 'subscriber'] as const;
/** 128 bits of HMAC-SHA-256: tokens cannot be guessed and the link stays short. */
const MAC_BYTES = 16;

/**
 * Tokens are signed, not stored: every attempt of a mail has the same link, and the database holds nothing that could be used
 * in place of a token (T3). The first key signs and every key verifies, so a new key can be put in front of the old one
 * (FOREWARN_SECRETS_KEY). Throws RangeError without a key.
 */
export function createRecipientLinks(keys: readonly Buffer[]): RecipientLinks {
  const [current] = keys;
  if (!current) throw new RangeError('links in mails need at least one key');
  const mac = (key: Buffer, payload: string) =>
    createHmac('sha256', key).update(`forewarn recipient link\0${payload}`).digest().subarray(0, MAC_BYTES);
  return {
    tokenFor(recipient) {
      if (!parse(recipient)) return undefined;
      const payload = Buffer.from(recipient).toString('base64url');
      return `${payload}.${mac(current, payload).toString('base64url')}`;
    },
    read(token) {
      const [payload = '', given = '', ...more] = token.split('.');
      const signature = Buffer.from(given, 'base64url');
      if (more.length > 0 || signature.length !== MAC_BYTES) return undefined;
      if (!keys.some((key) => timingSafeEqual(mac(key, payload), signature))) return undefined;
      return parse(Buffer.from(payload, 'base64url').toString());
    },
  };
}

function parse(recipient: string): LinkedRecipient | undefined {
  const at = recipient.indexOf(':');
  const kind = KINDS.find((word) => word === recipient.slice(0, at));
  return kind && { kind, id: recipient.slice(at + 1) };
}
