import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who may be named by a link in a mail: a contact that can do without optional mails, or a subscriber of the page. */
export type LinkedRecipient =
  { readonly kind: 'contact'; readonly id: string } | { readonly kind: 'subscriber'; readonly id: string };

/** Makes and reads the tokens in mails that say "no more of this". */
export interface RecipientLinks {
  /** The token for a recipient as the ledger knows them; undefined for one who has nothing to decide. */
  tokenFor(recipient: string): string | undefined;
  /** Whom the token names; undefined for one that none of our keys made. */
  read(token: string): LinkedRecipient | undefined;
}

const KINDS = ['contact', 'subscriber'] as const;
/** 128 bits of HMAC-SHA-256: no token can be guessed, and the link stays short. */
const MAC_BYTES = 16;

/**
 * Tokens are signed rather than stored: the same mail has the same link on every attempt, and the database holds nothing that
 * could be used instead of one (T3). The first key signs, all of them are good, so that a new key can be put in front of the
 * old one (FOREWARN_SECRETS_KEY). Throws RangeError without a key.
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
