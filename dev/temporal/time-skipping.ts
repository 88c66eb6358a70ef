import { randomUUID } from 'node:crypto';
import type { Connection } from '@temporalio/client';
import Long from 'long';
import { StartupError, messageOf } from '../processes/startup-error';

/** A window's workflow and the server that runs it. */
export interface Execution {
  readonly connection: Connection;
  readonly namespace: string;
  readonly workflowId: string;
}

/** temporal.api.enums.v1.FastForwardPollingResult, by number: the SDK does not export it. */
const POLL_TIMED_OUT = 1;
const COMPLETED = 2;
/** gRPC status codes. */
const NOT_FOUND = 5;
const INVALID_ARGUMENT = 3;
const FAILED_PRECONDITION = 9;
const UNIMPLEMENTED = 12;

/**
 * Moves the workflow's own clock forward by `ms`: its timers fire in order, its children follow, and running activities are
 * waited for. Resolves when the time is reached or the workflow has ended before. Only the development server of `npm start`
 * can do it. Throws StartupError when no such workflow runs, when the server cannot move clocks, or when running work stops the
 * clock for longer than `patienceMs`.
 */
export async function fastForward(execution: Execution, ms: number, patienceMs = 120_000): Promise<void> {
  const { connection, namespace, workflowId } = execution;
  const workflowExecution = { workflowId };
  const id = randomUUID();
  const deadline = Date.now() + patienceMs;
  try {
    await connection.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      updateMask: { paths: ['time_skipping_config'] },
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          fastForwardConfig: { id, duration: { seconds: Long.fromNumber(Math.ceil(ms / 1_000)) } },
        },
      },
    });
    for (;;) {
      const { fastForwardPollingResult, failedReason } =
        await connection.workflowService.pollWorkflowExecutionTimeSkipping({
          namespace,
          workflowExecution,
          fastForwardId: id,
        });
      const result: number = fastForwardPollingResult;
      if (result === COMPLETED || (result > COMPLETED && !(await isRunning(execution)))) return;
      if (result > COMPLETED)
        throw new StartupError(`The clock of ${workflowId} could not be moved on: ${failedReason}`);
      if (result <= POLL_TIMED_OUT && Date.now() > deadline) {
        throw new StartupError(
          `The clock of ${workflowId} does not move: it waits for running work, such as a notice that cannot be delivered. Check the Temporal UI, then try again.`,
        );
      }
    }
  } catch (error) {
    throw explain(error, workflowId);
  }
}

/** The workflow's current time (UTC ms): the real time plus everything it was moved forward. */
export async function virtualNow({ connection, namespace, workflowId }: Execution): Promise<number> {
  try {
    const { workflowExtendedInfo } = await connection.workflowService.describeWorkflowExecution({
      namespace,
      execution: { workflowId },
    });
    const time = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    return time ? Number(time.seconds) * 1_000 + Math.floor((time.nanos ?? 0) / 1e6) : Date.now();
  } catch (error) {
    throw explain(error, workflowId);
  }
}

/** temporal.api.enums.v1.WorkflowExecutionStatus */
const RUNNING = 1;

async function isRunning({ connection, namespace, workflowId }: Execution): Promise<boolean> {
  const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
    namespace,
    execution: { workflowId },
  });
  return Number(workflowExecutionInfo?.status) === RUNNING;
}

function explain(error: unknown, workflowId: string): unknown {
  switch ((error as { code?: unknown }).code) {
    case NOT_FOUND:
      return new StartupError(`No window ${workflowId} is running: it was never opened, or it is over.`);
    case INVALID_ARGUMENT:
    case FAILED_PRECONDITION:
    case UNIMPLEMENTED:
      return new StartupError(
        `The Temporal server cannot move a window's clock (${messageOf(error)}): use the development server that "npm start" runs, with TEMPORAL_ADDRESS unset.`,
      );
    default:
      return error;
  }
}
