import { ApplicationFailure } from '@temporalio/common';
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { UNREADABLE } from './unreadable';

/**
 * Where a payload that cannot be read must not pass for a value. A start with one ends at once. A result with one fails the
 * workflow task, which is tried again until the result can be read, for example with a key that was missing.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
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
  if (result === UNREADABLE) throw new Error('A result cannot be read. Is a key missing?');
  return result;
}
