import { createHmac } from 'node:crypto';
import { addressKey } from '../../domain/delivery/address-form';
import { ERASED_PREFIX } from '../../domain/delivery/erased';

/** Makes what stands in place of an erased address. */
export interface AddressHashes {
  /** `erased:<32 hexadecimal digits>`; the same for every spelling of a mailbox. */
  of(address: string): string;
  /** The same under each of the keys, the one in use first: what was erased under an older one is found again. */
  all(address: string): readonly string[];
}

const DIGITS = 32;

/**
 * HMAC-SHA-256 with FOREWARN_SECRETS_KEY: without the key nobody can try addresses until one fits (T6). Undefined without
 * keys.
 */
export function createAddressHashes(keys: readonly Buffer[] | undefined): AddressHashes | undefined {
  const [current] = keys ?? [];
  if (!keys || !current) return undefined;
  const hash = (key: Buffer, address: string) => {
    const mac = createHmac('sha256', key).update(`forewarn erased address\0${addressKey(address)}`);
    return ERASED_PREFIX + mac.digest('hex').slice(0, DIGITS);
  };
  return {
    of: (address) => hash(current, address),
    all: (address) => keys.map((key) => hash(key, address)),
  };
}
