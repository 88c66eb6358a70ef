import { WorkflowClient, WorkflowNotFoundError, type ConnectionLike } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { temporal } from '@temporalio/proto';
import type { CensusLook, WindowCensus } from '../activities/ports/reconciling';
import type { RecordedStep, TimelineEntry } from '../activities/ports/timeline';
import { DAY, SECOND } from '../domain/shared/time';
import { MAINTENANCE_WINDOW, stateQuery, type WindowInput } from '../workflows/messages';
import { windowPriority, WINDOWS_QUEUE } from '../workflows/queues';
import { attributesOf } from './window-attributes';
import { startDetails } from './start-details';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const PAGE = 500;
const QUERY_DEADLINE_MS = 5 * SECOND;
const ENDED_WITHIN_MS = 7 * DAY;

/** What Temporal says of the windows of one namespace (T7). Every function throws what the client throws when it is away. */
export function createWindowCensus({
  connection,
  namespace,
}: {
  connection: ConnectionLike;
  namespace: string;
}): WindowCensus {
  const workflows = new WorkflowClient({ connection, namespace });
  const { loadedDataConverter } = workflows.options;

  async function decoded<T>(payloads: Parameters<typeof decodeArrayFromPayloads>[1]): Promise<T | undefined> {
    const [first] = await decodeArrayFromPayloads(loadedDataConverter, payloads);
    return first as T | undefined;
  }

  /** The latest run first. A run that continues another names it. */
  async function runsOf(reference: string): Promise<HistoryEvent[][]> {
    const runs: HistoryEvent[][] = [];
    for (let runId: string | null | undefined, looks = 0; looks < 1_000; looks++) {
      const history = await fetchRun(reference, runId ?? undefined);
      if (!history) break;
      runs.push(history);
      runId = history[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
      if (!runId) break;
    }
    return runs;
  }

  async function fetchRun(reference: string, runId: string | undefined): Promise<HistoryEvent[] | undefined> {
    try {
      const { events } = await workflows.getHandle(reference, runId).fetchHistory();
      return events ?? [];
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    }
  }

  /** Steps of one run that were recorded, and not refused. */
  async function stepsOf(history: readonly HistoryEvent[]): Promise<TimelineEntry[]> {
    const results = new Map(
      history.flatMap(({ activityTaskCompletedEventAttributes: done }) =>
        done ? [[String(done.scheduledEventId), done.result?.payloads]] : [],
      ),
    );
    const steps: TimelineEntry[] = [];
    for (const { eventId, activityTaskScheduledEventAttributes: scheduled } of history) {
      if (scheduled?.activityType?.name !== 'recordTimeline' || !results.has(String(eventId))) continue;
      const step = await decoded<RecordedStep>(results.get(String(eventId)));
      const entry = await decoded<TimelineEntry>(scheduled.input?.payloads);
      if (entry && !step?.refusal) steps.push(entry);
    }
    return steps;
  }

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
        // nobody answers, or the worker is of a version that does not know the query
        return undefined;
      }
    },

    async steps(reference) {
      const runs = await runsOf(reference);
      const steps = await Promise.all(runs.reverse().map(stepsOf));
      return steps.flat();
    },

    async restart(state, { event, by }) {
      const input: WindowInput = { state, waiting: [{ type: 'fact', event, by, door: 'api' }] };
      await workflows.start(MAINTENANCE_WINDOW, {
        workflowId: state.reference,
        taskQueue: WINDOWS_QUEUE,
        args: [input],
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'TERMINATE_EXISTING',
        staticSummary: state.spec.title,
        staticDetails: startDetails(state),
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
