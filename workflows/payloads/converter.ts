import { defaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';
import { ENCRYPTED } from './encrypted';
import { LOCKED, UNREADABLE } from './unreadable';

/**
 * The SDK's own converter, which throws when a payload cannot be read; in a workflow that would fail its task for ever (T8).
 * Here it becomes a value that every handler refuses.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: (payload) => {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return (isEncrypted(payload) ? LOCKED : UNREADABLE) as never;
    }
  },
};

const ENCRYPTED_BYTES = Array.from(ENCRYPTED, (letter) => letter.charCodeAt(0));

/** Byte by byte: the encoding may be no text at all, and nothing may throw here. */
function isEncrypted({ metadata }: Payload): boolean {
  const encoding = metadata?.encoding;
  return encoding?.length === ENCRYPTED_BYTES.length && ENCRYPTED_BYTES.every((byte, at) => encoding[at] === byte);
}
