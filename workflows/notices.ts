import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  condition,
  isCancellation,
  patched,
  sleep,
  startChild,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import type { OpenNotice } from '../activities/delivery';
import { laneOf } from '../domain/notices/lanes';
import { noticeWorkflowId, type NoticeCounts, type NoticeId } from '../domain/notices/notice';
import { isToCustomers } from '../domain/notices/notice-kinds';
import { NOTICES } from '../domain/notices/notices';
import { urgencyOf } from '../domain/notices/urgency';
import type { AudienceChange } from '../domain/window/audience';
import type { WindowClass } from '../domain/window/types';
import type { WindowEvent } from '../domain/window/events';
import { supersedeNotice, sendSlice, type NoticeTask } from './deliver';
import type { NoticeInput, NoticeOutcome } from './messages';
import { noticeCampaign } from './notice-campaign';
import { windowPriority } from './queues';
import type { Step } from './timeline';

const NO_COUNTS: NoticeCounts = {
  organizations: 0,
  recipients: 0,
  accepted: 0,
  failed: 0,
  uncertain: 0,
  superseded: 0,
};

/** A notice of the window that is not at rest. */
interface UnderWay {
  readonly notice: NoticeId;
  readonly scope: CancellationScope;
  /** Its first slice is through. */
  isBegun: boolean;
  /** So is its first pass: only retries are left. */
  hasPassed: boolean;
}

/** What notices report to their window. */
export interface NoticeNews {
  readonly settled: (event: WindowEvent) => void;
  readonly audience: (change: AudienceChange) => void;
}

/**
 * The window's notices under way. Most are done with their first slice, which is one activity; for the others a child
 * workflow continues. A notice that must wait, waits here and holds no slot (N14).
 */
export function createNotices(reference: string, news: NoticeNews) {
  const underWay = new Map<string, UnderWay>();

  return {
    /** `again`: what failed of it is sent once more. `step`: what the notice begins with, while it may not be on record. */
    begin(
      notice: NoticeId,
      windowClass: WindowClass,
      { again, step }: { again?: boolean; step?: Step | undefined } = {},
    ): void {
      const id = noticeWorkflowId(reference, notice);
      const entry: UnderWay = { notice, scope: new CancellationScope(), isBegun: false, hasPassed: false };
      const earlier = [...underWay.values()];
      underWay.set(id, entry);
      const task: NoticeTask = {
        ...{ reference, notice, urgency: urgencyOf(windowClass, notice.kind) },
        first: again ? 'reopen' : 'prepare',
        ...(step ? { step: { reference, ...step } } : {}),
      };
      void carryOut(entry, earlier, task)
        .catch((): NoticeEnd => ({ outcome: 'broken', counts: NO_COUNTS }))
        .then(({ outcome, counts }) => {
          entry.isBegun = entry.hasPassed = true;
          underWay.delete(id);
          news.settled({ type: 'notice-settled', notice, outcome, counts });
        });
    },

    /** Stops what is under way for an older revision (N9). The ledger has refused it claims since the step was recorded. */
    supersede(revision: number): void {
      for (const { notice, scope } of underWay.values()) if (notice.revision < revision) scope.cancel();
    },

    /** Its child is through the first pass. */
    passed(notice: NoticeId): void {
      const entry = underWay.get(noticeWorkflowId(reference, notice));
      if (entry) entry.hasPassed = true;
    },
  };

  async function carryOut(entry: UnderWay, earlier: readonly UnderWay[], task: NoticeTask): Promise<NoticeEnd> {
    try {
      return await entry.scope.run(async () => {
        await condition(() => !earlier.some((other) => holdsUp(other, entry)));
        const { newcomers = 0, leavers = 0, ...result } = await sendSlice(task);
        if (newcomers > 0 || leavers > 0) news.audience({ notice: task.notice, newcomers, leavers });
        if ('counts' in result) return { outcome: 'settled', counts: result.counts };
        entry.isBegun = true;
        entry.hasPassed = result.unsent === 0;
        return await goOn(task, result);
      });
    } catch (error) {
      if (!isCancellation(error) && !isStopped(entry)) throw error;
      const counts = await CancellationScope.nonCancellable(() => supersedeNotice(reference, task.notice));
      return { outcome: 'superseded', counts };
    }
  }

  async function goOn({ notice, urgency }: NoticeTask, left: OpenNotice): Promise<NoticeOutcome> {
    const unavailable = left.unavailable === undefined ? 0 : 1;
    const child = await startRest({ reference, notice, urgency, left, unavailable });
    return child.result();
  }
}

/**
 * It was stopped (N9), and the worker that was sending it died before it could say so: then its activity ends with the time-out, and
 * not with a cancellation. Windows of version 0.2.0 took that for a notice that broke off.
 */
function isStopped({ scope }: UnderWay): boolean {
  return scope.consideredCancelled && patched('stopped-with-its-worker');
}

type NoticeEnd = Pick<Extract<WindowEvent, { type: 'notice-settled' }>, 'outcome' | 'counts'>;

/**
 * Of its lane a notice waits for the first pass of the earlier ones. The provider's own people wait until customers' mail
 * begun before theirs is under way.
 */
function holdsUp(earlier: UnderWay, later: UnderWay): boolean {
  if (laneOf(earlier.notice.kind) === laneOf(later.notice.kind)) return !earlier.hasPassed;
  return isToCustomers(earlier.notice.kind) && !isToCustomers(later.notice.kind) && !earlier.isBegun;
}

/**
 * A window that was reset goes on with its notices under the same ids. The ledger remembers who has them, so a second run
 * sends nothing twice; only the old run's end has to be awaited.
 */
async function startRest(input: NoticeInput): Promise<ChildWorkflowHandle<typeof noticeCampaign>> {
  const { reference, notice, urgency } = input;
  for (let tries = 1; ; tries++) {
    try {
      return await startChild(noticeCampaign, {
        workflowId: noticeWorkflowId(reference, notice),
        args: [input],
        staticSummary: NOTICES[notice.kind].title,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        parentClosePolicy: 'TERMINATE',
        cancellationType: 'WAIT_CANCELLATION_COMPLETED',
        priority: windowPriority(urgency === 'emergency' ? 'emergency' : 'standard'),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || tries >= 30) throw error;
      await sleep('2s', { summary: 'Wait for the earlier run of this notice' });
    }
  }
}
