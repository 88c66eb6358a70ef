import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NoticeKey } from '../../activities/ports/ledger';

/**
 * Marks that tie a mail that comes back to its delivery, and that nobody can make who has not seen that mail (T8): the id in
 * its Message-ID, and a token that stands in a header of ours and in the return path (VERP). Keyed by FOREWARN_SECRETS_KEY,
 * with a purpose in each key, so that one mark is never good for another.
 */
export interface DeliveryMarks {
  /** The key of the ids of one notice's recipients; see `writeDeliveries`. It is worth nothing for another notice. */
  idKey(key: NoticeKey): Buffer;
  /** `<delivery id>-<hash>` in small letters and digits, at most 40 characters: it survives servers that fold case. */
  tokenFor(delivery: MarkedDelivery): string;
  /** The delivery's id a token names, not yet believed; undefined for what is no token. */
  named(token: string): number | undefined;
  /** Whether one of our keys made the token for this very delivery. */
  isGenuine(token: string, delivery: MarkedDelivery): boolean;
}

export interface MarkedDelivery {
  readonly id: number;
  /** Names notice and recipient; without angle brackets. */
  readonly messageId: string;
}

/** 96 bits of HMAC-SHA-256 in hexadecimal: out of reach of guessing, and the local part stays below 64 characters. */
const HASH_LENGTH = 24;
const TOKEN = /^([0-9a-z]{1,11})-([0-9a-f]{24})$/;

/** The first key makes marks, all of them are good, so that a new key can be put in front of the old one. Throws RangeError without a key. */
export function createDeliveryMarks(keys: readonly Buffer[]): DeliveryMarks {
  const [current] = keys;
  if (!current) throw new RangeError('marks of deliveries need at least one key');
  const hash = (key: Buffer, { id, messageId }: MarkedDelivery) =>
    createHmac('sha256', key)
      .update(`forewarn return path\0${String(id)}\0${messageId}`)
      .digest('hex')
      .slice(0, HASH_LENGTH);
  return {
    idKey: ({ reference, slug, revision }) =>
      createHmac('sha256', current)
        .update(`forewarn message id\0${reference}\0${slug}\0${String(revision)}`)
        .digest(),
    tokenFor: (delivery) => `${delivery.id.toString(36)}-${hash(current, delivery)}`,
    named(token) {
      const id = Number.parseInt(TOKEN.exec(token)?.[1] ?? '', 36);
      return Number.isSafeInteger(id) && id > 0 ? id : undefined;
    },
    isGenuine(token, delivery) {
      const given = TOKEN.exec(token)?.[2];
      if (given === undefined || !token.startsWith(`${delivery.id.toString(36)}-`)) return false;
      return keys.some((key) => timingSafeEqual(Buffer.from(hash(key, delivery)), Buffer.from(given)));
    },
  };
}
