import { DefaultFailureConverter } from '@temporalio/common';

/** With keys, the words of a failure are a payload, too, so that they are encrypted like the rest. Loaded by its path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
