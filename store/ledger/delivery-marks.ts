import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NoticeKey } from '../../activities/ports/ledger';

/**
 * Marks that link returned mail to its delivery: the id in the Message-ID, and a token in a header of ours and in the return
 * path (VERP). Nobody can make one without having seen the mail (T8). They are keyed with FOREWARN_SECRETS_KEY, with the
 * purpose as part of each key, so that one kind of mark is never valid as another.
 */
export interface DeliveryMarks {
  /** The key for the ids of one notice's recipients; see `writeDeliveries`. It is useless for any other notice. */
  idKey(key: NoticeKey): Buffer;
  /**
   * `<delivery id>-<hash>` in lower-case letters and digits, at most 40 characters, so that servers which change case do not
   * break it.
   */
  tokenFor(delivery: MarkedDelivery): string;
  /** The delivery id in a token, not verified; undefined for a text that is no token. */
  named(token: string): number | undefined;
  /** Whether one of our keys made the token for this delivery. */
  isGenuine(token: string, delivery: MarkedDelivery): boolean;
}

export interface MarkedDelivery {
  readonly id: number;
  /** Names the notice and the recipient; without angle brackets. */
  readonly messageId: string;
}

/** 96 bits of HMAC-SHA-256 in hexadecimal: it cannot be guessed, and the local part stays below 64 characters. */
const HASH_LENGTH = 24;
const TOKEN = /^([0-9a-z]{1,11})-([0-9a-f]{24})$/;

/**
 * The first key makes marks and every key verifies them, so a new key can be put in front of the old one. Throws RangeError
 * without a key.
 */
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
