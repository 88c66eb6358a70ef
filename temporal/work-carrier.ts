import { WorkflowClient, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WINDOWS_QUEUE } from '../workflows/queues';
import { WORK_ITEM, workItemId, type WorkItemInput } from '../workflows/work-item-messages';
import type { TemporalAccess } from './connection';
import { DEADLINE_MS, outage } from './outage';

/** Carries out work that somebody has claimed for themselves (S3). A fake is an object literal. */
export interface WorkCarrier {
  /**
   * Hands a claim over. Its key makes the workflow's id, so that a claim is carried out once however often it is handed over.
   * Throws KnownError `temporal-unreachable` (nothing was begun) or `no-answer-yet` (it may have been).
   */
  carryOut(work: WorkItemInput): Promise<void>;
}

export function createWorkCarrier(temporal: TemporalAccess): WorkCarrier {
  const workflows = new WorkflowClient(temporal);
  return {
    async carryOut(work) {
      try {
        await temporal.connection.withDeadline(Date.now() + DEADLINE_MS, () =>
          workflows.start(WORK_ITEM, {
            workflowId: workItemId(work.key),
            taskQueue: WINDOWS_QUEUE,
            args: [work],
            // also when it has ended
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'FAIL',
            // a person waits, as with a command
            priority: { priorityKey: 2 },
            staticSummary: `A restart for ${work.reference}`,
          }),
        );
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return;
        throw outage(error, 'The work may have been begun') ?? error;
      }
    },
  };
}
