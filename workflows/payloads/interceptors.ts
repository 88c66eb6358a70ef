import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { isUnreadable, LOCKED, UNREADABLE } from './unreadable';

/**
 * Where a payload that cannot be read must not pass for a value. A start with one ends at once, unless it is encrypted: then,
 * as for a result that cannot be read, the workflow task fails and is tried again until the key is there.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        if (input.args.includes(LOCKED)) throw missingKey('The input of this workflow');
        if (!input.args.includes(UNREADABLE)) return next(input);
        throw ApplicationFailure.nonRetryable('The input of this workflow cannot be read.', 'Unreadable');
      },
    },
  ],
  outbound: [
    {
      scheduleActivity: async (input, next) => readable(await next(input)),
      async startChildWorkflowExecution(input, next) {
        const [started, result] = await next(input);
        const read = result.then(readable);
        // nobody waits for the result of a child whose start was cancelled; as the SDK does for its own promise
        read.catch(() => undefined);
        return [started, read];
      },
    },
  ],
});

function readable<T>(result: T): T {
  if (isUnreadable(result)) throw missingKey('A result');
  return result;
}

function missingKey(what: string): Error {
  return new Error(`${what} cannot be read. Does FOREWARN_PAYLOAD_KEYS lack a key?`);
}
