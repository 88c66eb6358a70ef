import { setTimeout } from 'node:timers/promises';
import {
  WorkflowClient,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { ERRORS, KnownError, refusalError, type Refusal } from '../domain/shared/errors';
import type { Giver } from '../domain/window/commands/command';
import type { CommandName } from '../domain/window/commands/commands';
import type { RecordedEvent } from '../domain/window/events';
import type { NewRules } from '../domain/window/apply-rules';
import type { HalfMove } from '../domain/window/moves';
import type { WorkFigures } from '../domain/window/types';
import { evolve } from '../domain/window/evolve/evolve';
import {
  commandUpdate,
  customersReachable,
  MAINTENANCE_WINDOW,
  moveUpdate,
  rulesUpdate,
  noticeReturned,
  REFUSED,
  type CommandAnswer,
  type NoticeReturned,
  type WindowInput,
} from '../workflows/messages';
import { workReport } from '../workflows/window-work-messages';
import { windowPriority, WINDOWS_QUEUE } from '../workflows/queues';
import type { TemporalAccess } from './connection';
import { attributesOf } from './window-attributes';
import { startDetails } from './start-details';
import { DEADLINE_MS, outage, windowTrouble } from './outage';
import { optional } from '../domain/shared/optional';

/** Access to the windows in Temporal. A fake is an object literal. */
export interface WindowsClient {
  /**
   * Starts the window of this `opened` event. Its reference is the workflow's id, so that a window starts once. Throws
   * KnownError `temporal-unreachable` (nothing was started) or `no-answer-yet` (it may have been).
   */
  open(opened: RecordedEvent): Promise<'started' | 'already-started'>;
  /**
   * Sends the window a command in somebody's name and waits for its result; a repeated `updateId` gets the first answer again.
   * Throws KnownError: the window's own refusal, `not-found` when no such workflow runs, `temporal-unreachable`, `window-busy`
   * (after retries for 5 s), `window-stuck` (its workflow fails), or `no-answer-yet`, after which the command may still take
   * effect.
   */
  command(
    reference: string,
    name: CommandName,
    body: unknown,
    giver: Giver,
    options?: { updateId?: string },
  ): Promise<CommandAnswer>;
  /**
   * Has the window take its half of a customer's move (S8), and waits for its word; repeated, it changes nothing. Throws KnownError as
   * `command` does.
   */
  move(reference: string, move: HalfMove, giver: Giver): Promise<CommandAnswer>;
  /** Has the window go by other rules (P6), and waits for its word. Throws KnownError as `command` does. */
  applyRules(reference: string, rules: NewRules, giver: Giver): Promise<CommandAnswer>;
  /**
   * Tells the window that mail of one of its notices was returned (N13); a window whose workflow has ended is not told. Throws
   * KnownError `temporal-unreachable`.
   */
  noticeReturned(reference: string, word: NoticeReturned): Promise<void>;
  /**
   * Tells the window that customers for whom nobody could be told can be told now (N13); a window whose workflow has ended is
   * not told. Throws KnownError `temporal-unreachable`.
   */
  customersReachable(reference: string, word: { readonly newcomers: number }): Promise<void>;
  /**
   * Tells a window that has not begun that all of its work is done (S5); one that has begun or is over ignores it.
   * Throws KnownError `temporal-unreachable`.
   */
  nothingLeft(reference: string, counts: WorkFigures): Promise<void>;
  /** True when Temporal answers and the namespace exists. Never throws. */
  isReachable(): Promise<boolean>;
}

const PROBE_DEADLINE_MS = 2_000;

/** The windows of one namespace. `consoleAt`: where the console is (an address without a slash at the end), for their details to lead to. */
export function createWindowsClient(temporal: TemporalAccess, consoleAt?: string): WindowsClient {
  const { connection, namespace } = temporal;
  const workflows = new WorkflowClient(temporal);
  const inTime = <T>(call: () => Promise<T>) => connection.withDeadline(Date.now() + DEADLINE_MS, call);
  const tell = async (signal: () => Promise<void>) => {
    try {
      await inTime(signal);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return;
      throw explained(error, 'The window may have been told');
    }
  };
  const asked = <T>(what: string, update: () => Promise<T>) =>
    notBusy(async () => {
      try {
        return await inTime(update);
      } catch (error) {
        throw explained(error, `${what} may still take effect`);
      }
    });
  return {
    async open(opened) {
      const state = evolve(undefined, opened);
      const input: WindowInput = { opened };
      try {
        await inTime(() =>
          workflows.start(MAINTENANCE_WINDOW, {
            workflowId: state.reference,
            taskQueue: WINDOWS_QUEUE,
            args: [input],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'FAIL',
            staticSummary: state.spec.title,
            staticDetails: startDetails(state, consoleAt),
            typedSearchAttributes: attributesOf(state),
            priority: windowPriority(state.spec.class),
          }),
        );
        return 'started';
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already-started';
        throw explained(error, 'The window may or may not have been opened');
      }
    },

    async command(reference, name, body, giver, { updateId } = {}) {
      const update = commandUpdate(name);
      return asked('The command', () =>
        workflows.getHandle(reference).executeUpdate(update, { args: [body, giver], ...optional({ updateId }) }),
      );
    },

    move: (reference, move, giver) =>
      asked('The move', () => workflows.getHandle(reference).executeUpdate(moveUpdate, { args: [move, giver] })),

    applyRules: (reference, rules, giver) =>
      asked('The rules', () => workflows.getHandle(reference).executeUpdate(rulesUpdate, { args: [rules, giver] })),

    noticeReturned: (reference, word) => tell(() => workflows.getHandle(reference).signal(noticeReturned, word)),

    customersReachable: (reference, word) =>
      tell(() => workflows.getHandle(reference).signal(customersReachable, word)),

    nothingLeft: (reference, counts) =>
      tell(() => workflows.getHandle(reference).signal(workReport, { state: 'nothing-left', counts })),

    async isReachable() {
      try {
        await connection.withDeadline(Date.now() + PROBE_DEADLINE_MS, () =>
          connection.workflowService.describeNamespace({ namespace }),
        );
        return true;
      } catch {
        return false;
      }
    },
  };
}

const BUSY_FOR_MS = 5_000;
const BUSY_PAUSE_MS = 200;

/** Retries for some seconds: a window that is between two runs, or very busy, has done nothing. */
async function notBusy<T>(call: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + BUSY_FOR_MS; ;) {
    try {
      return await call();
    } catch (error) {
      const isBusy = error instanceof KnownError && error.code === 'window-busy';
      if (!isBusy || Date.now() + BUSY_PAUSE_MS > until) throw error;
      await setTimeout(BUSY_PAUSE_MS);
    }
  }
}

/** The SDK's errors as KnownErrors; any other error is returned unchanged for the caller to rethrow. */
function explained(error: unknown, doubt: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error) ?? error;
  if (error instanceof WorkflowNotFoundError) return new KnownError('not-found', 'There is no such window at work.');
  const hasNoAnswer = error instanceof WorkflowUpdateRPCTimeoutOrCancelledError;
  return (
    outage(error, `${doubt}: check the window before you try again`, { hasNoAnswer }) ?? windowTrouble(error) ?? error
  );
}

function refusalOf(error: WorkflowUpdateFailedError): KnownError | undefined {
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== REFUSED) return undefined;
  const refusal = cause.details?.[0] as Partial<Refusal> | undefined;
  if (!refusal?.code || !Object.hasOwn(ERRORS, refusal.code)) return undefined;
  const { code, detail = cause.message, field } = refusal;
  return refusalError({ code, detail, ...optional({ field }) });
}
