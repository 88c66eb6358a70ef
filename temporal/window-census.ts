import { WorkflowClient, WorkflowNotFoundError } from '@temporalio/client';
import type { CensusLook, WindowCensus } from '../activities/ports/reconciling';
import { DAY, SECOND } from '../domain/shared/time';
import { MAINTENANCE_WINDOW, stateQuery, type WindowInput } from '../workflows/messages';
import { windowPriority, WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';
import { attributesOf } from './window-attributes';
import { recordedSteps } from './recorded-steps';
import { startDetails } from './start-details';

const PAGE = 500;
const QUERY_DEADLINE_MS = 5 * SECOND;
const ENDED_WITHIN_MS = 7 * DAY;

/**
 * What Temporal knows about the windows of one namespace (T7). Every function throws the client's error when Temporal is
 * unreachable.
 */
export function createWindowCensus(temporal: TemporalAccess, consoleAt?: string): WindowCensus {
  const { connection } = temporal;
  const workflows = new WorkflowClient(temporal);
  return {
    async *references() {
      const since = new Date(Date.now() - ENDED_WITHIN_MS).toISOString();
      const query = `WorkflowType = "${MAINTENANCE_WINDOW}" AND (ExecutionStatus = "Running" OR CloseTime > "${since}")`;
      let page: string[] = [];
      for await (const { workflowId } of workflows.list({ query, pageSize: PAGE })) {
        page.push(workflowId);
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },

    async look(reference) {
      try {
        const { status, historyLength, raw } = await workflows.getHandle(reference).describe();
        const failures = Math.max(0, (raw.pendingWorkflowTask?.attempt ?? 1) - 1);
        return { status: statusOf(status.name), words: status.name, failures, historyLength };
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        return { status: 'missing', words: 'NOT_FOUND', failures: 0, historyLength: 0 };
      }
    },

    async state(reference) {
      try {
        return await connection.withDeadline(Date.now() + QUERY_DEADLINE_MS, () =>
          workflows.getHandle(reference).query(stateQuery),
        );
      } catch {
        // no answer, or the worker's version does not know the query
        return undefined;
      }
    },

    steps: (reference) => recordedSteps(workflows, reference),

    async restart(state, { event, ...actor }) {
      const input: WindowInput = { state, waiting: [{ type: 'fact', event, ...actor }] };
      await workflows.start(MAINTENANCE_WINDOW, {
        workflowId: state.reference,
        taskQueue: WINDOWS_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        staticSummary: state.spec.title,
        staticDetails: startDetails(state, consoleAt),
        typedSearchAttributes: attributesOf(state),
        priority: windowPriority(state.spec.class),
      });
    },

    async end(reference, reason) {
      try {
        await workflows.getHandle(reference).terminate(reason);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}

function statusOf(name: string): CensusLook['status'] {
  if (name === 'RUNNING' || name === 'CONTINUED_AS_NEW') return 'running';
  return name === 'COMPLETED' ? 'completed' : 'ended';
}
