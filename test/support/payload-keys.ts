import { dataConverterFor } from '../../temporal/payloads/data-converter';

/** Keys of tests; golden histories are encrypted with them, so they never change. */
export const OLD_KEY = { id: 'test-2026', key: Buffer.alloc(32, 26) };
export const NEW_KEY = { id: 'test-2027', key: Buffer.alloc(32, 27) };

/** Reads whatever golden histories hold. */
export const ALL_KEYS = dataConverterFor([NEW_KEY, OLD_KEY]);
