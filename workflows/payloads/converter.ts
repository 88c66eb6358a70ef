import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';
import { UNREADABLE } from './unreadable';

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
      return UNREADABLE as never;
    }
  },
};
