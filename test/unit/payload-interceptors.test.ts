import { CancelledFailure } from '@temporalio/common';
import type { ChildWorkflowOptions } from '@temporalio/workflow';
import { interceptors } from '../../workflows/payloads/interceptors';
import { UNREADABLE } from '../../workflows/payloads/unreadable';

const [outbound] = interceptors().outbound ?? [];

type Started = [Promise<string>, Promise<unknown>];
const startChild = (answer: Started) =>
  outbound?.startChildWorkflowExecution?.(
    { workflowType: 'child', options: {} as ChildWorkflowOptions, headers: {}, seq: 1 } as never,
    () => Promise.resolve(answer),
  ) as Promise<Started>;

test('N9: a child whose start was cancelled leaves no rejection behind that nobody waits for: it would fail the workflow task for ever', async () => {
  const rejected = Promise.reject(new CancelledFailure('Cancellation scope cancelled'));
  rejected.catch(() => undefined);
  const caught: string[] = [];
  const [, result] = await startChild([Promise.resolve(''), rejected]);
  // a handler that is attached later than the next turn comes too late in a workflow
  const then = result.catch.bind(result);
  await new Promise((resolve) => setImmediate(resolve));
  await then((error: unknown) => caught.push(String(error)));
  expect(caught).toEqual(['CancelledFailure: Cancellation scope cancelled']);
});

test('T8: a result that cannot be read is no result', async () => {
  const [, result] = await startChild([Promise.resolve(''), Promise.resolve(UNREADABLE)]);
  await expect(result).rejects.toThrow('A result cannot be read. Does FOREWARN_PAYLOAD_KEYS lack a key?');
});
