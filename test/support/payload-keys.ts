import { createPayloadCodec, type PayloadKey } from '../../temporal/payloads/codec';
import { dataConverterFor } from '../../temporal/payloads/data-converter';

/** Keys of tests; golden histories are encrypted with them, so they never change. */
export const OLD_KEY = { id: 'test-2026', key: Buffer.alloc(32, 26) };
export const NEW_KEY = { id: 'test-2027', key: Buffer.alloc(32, 27) };

/** The first key encrypts, all decrypt. */
export const codecOf = (...keys: readonly PayloadKey[]) => createPayloadCodec({ encrypts: true, keys });
export const converterOf = (...keys: readonly PayloadKey[]) => dataConverterFor({ encrypts: true, keys });

/** Reads whatever golden histories hold. */
export const ALL_KEYS = converterOf(NEW_KEY, OLD_KEY);
