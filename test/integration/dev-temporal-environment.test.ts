import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { ATTRIBUTES } from '../../workflows/search-attributes';
import { timeSkippingEnvironment } from '../support/temporal';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  environment = await timeSkippingEnvironment();
}, 300_000);
afterAll(() => environment.teardown());

test('the time-skipping server moves its clock and knows our search attributes', async () => {
  const before = await environment.currentTimeMs();
  await environment.sleep('30 days');
  expect(await environment.currentTimeMs()).toBeGreaterThanOrEqual(before + 30 * 86_400_000);

  // refused when an attribute is not known; no worker is needed to begin
  const handle = await new Client({ connection: environment.connection }).workflow.start('any', {
    taskQueue: 'none',
    workflowId: 'any',
    typedSearchAttributes: [
      { key: ATTRIBUTES.phase, value: 'approved' },
      { key: ATTRIBUTES.needsAttention, value: true },
      { key: ATTRIBUTES.locations, value: ['eu-1', 'eu-1/dc-1'] },
      { key: ATTRIBUTES.nextDutyAt, value: new Date('2026-12-10T01:00:00Z') },
    ],
  });
  const { typedSearchAttributes } = await handle.describe();
  expect(typedSearchAttributes.get(ATTRIBUTES.locations)).toEqual(['eu-1', 'eu-1/dc-1']);
  expect(typedSearchAttributes.get(ATTRIBUTES.nextDutyAt)).toEqual(new Date('2026-12-10T01:00:00Z'));
});
