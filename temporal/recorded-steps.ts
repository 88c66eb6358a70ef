import { WorkflowNotFoundError, type WorkflowClient } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { temporal } from '@temporalio/proto';
import type { RecordedStep, TimelineEntry } from '../activities/ports/timeline';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** A window continues as new only a few times; more runs than this are a fault. */
const MOST_RUNS = 1_000;

/** The steps that a window's runs have put on record, oldest first, as far back as Temporal's retention reaches. */
export async function recordedSteps(workflows: WorkflowClient, reference: string): Promise<TimelineEntry[]> {
  const runs = await runsOf(workflows, reference);
  const steps = await Promise.all(runs.reverse().map((run) => stepsOf(workflows, run)));
  return steps.flat();
}

/** The latest run first. A run that continues another one names it. */
async function runsOf(workflows: WorkflowClient, reference: string): Promise<HistoryEvent[][]> {
  const runs: HistoryEvent[][] = [];
  for (let runId: string | null | undefined; runs.length < MOST_RUNS;) {
    const history = await fetchRun(workflows, reference, runId ?? undefined);
    if (!history) break;
    runs.push(history);
    runId = history[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!runId) break;
  }
  return runs;
}

async function fetchRun(
  workflows: WorkflowClient,
  reference: string,
  runId: string | undefined,
): Promise<HistoryEvent[] | undefined> {
  try {
    const { events } = await workflows.getHandle(reference, runId).fetchHistory();
    return events ?? [];
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** The recorded steps of one run, without refused ones. */
async function stepsOf(workflows: WorkflowClient, history: readonly HistoryEvent[]): Promise<TimelineEntry[]> {
  const { loadedDataConverter } = workflows.options;
  const decoded = async <T>(payloads: Parameters<typeof decodeArrayFromPayloads>[1]) =>
    (await decodeArrayFromPayloads(loadedDataConverter, payloads))[0] as T | undefined;
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
