import { WorkflowClient } from '@temporalio/client';
import type { Measures } from '../activities/ports/measures';
import { FOLLOW_MEASURES, measuresWorkflowId, wakeSignal } from '../workflows/messages';
import { WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';
import { DEADLINE_MS } from './outage';

/** Has the workflow of a window's measures look again (E5), and starts it if it does not run. It adds nothing to the window's history. */
export function createMeasuresWaker(temporal: TemporalAccess): Pick<Measures, 'wake'> {
  const workflows = new WorkflowClient(temporal);
  return {
    async wake(reference) {
      await temporal.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
        workflows.signalWithStart(FOLLOW_MEASURES, {
          workflowId: measuresWorkflowId(reference),
          taskQueue: WINDOWS_QUEUE,
          args: [reference],
          signal: wakeSignal,
          signalArgs: [],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          staticSummary: `Measures of ${reference}`,
        }),
      );
    },
  };
}
