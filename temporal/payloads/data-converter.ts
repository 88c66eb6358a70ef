import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec, type PayloadKeys } from './codec';

/**
 * How every client and every worker writes what it gives to Temporal and reads what it gets: encrypted with the first of the
 * keys (T4), or as it is where there are none.
 */
export function dataConverterFor(keys: PayloadKeys | undefined): DataConverter {
  if (!keys) return {};
  const payloadCodecs = [createPayloadCodec(keys)];
  return keys.encrypts ? { payloadCodecs, failureConverterPath: require.resolve('./failures') } : { payloadCodecs };
}
