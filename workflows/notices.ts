import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { CancellationScope, isCancellation, sleep, startChild, type ChildWorkflowHandle } from '@temporalio/workflow';
import { noticeWorkflowId, type NoticeCounts, type NoticeId } from '../domain/notices/notice';
import { NOTICES } from '../domain/notices/notices';
import type { WindowEvent } from '../domain/window/events';
import type { NoticeInput } from './messages';
import { noticeCampaign } from './notice-campaign';

const NO_COUNTS: NoticeCounts = {
  organizations: 0,
  recipients: 0,
  accepted: 0,
  failed: 0,
  uncertain: 0,
  superseded: 0,
};

/** The window's notices under way, each a child; `tell` hands the window what became of one. */
export function createNotices(reference: string, tell: (event: WindowEvent) => void) {
  const underWay = new Map<string, { revision: number; scope: CancellationScope }>();

  return {
    begin(notice: NoticeId, { again }: { again?: true } = {}): void {
      const id = noticeWorkflowId(reference, notice);
      const scope = new CancellationScope();
      underWay.set(id, { revision: notice.revision, scope });
      void scope
        .run(() => carryOut(id, { reference, notice, ...(again ? { again } : {}) }))
        .then(
          ({ outcome, counts }) => tell({ type: 'notice-settled', notice, outcome, counts }),
          (error: unknown) =>
            tell({
              type: 'notice-settled',
              notice,
              outcome: isCancellation(error) ? 'superseded' : 'broken',
              counts: NO_COUNTS,
            }),
        )
        .finally(() => underWay.delete(id));
    },

    /** Stops what is under way for an older revision (N9). The ledger has refused it claims since the step was recorded. */
    supersede(revision: number): void {
      for (const entry of underWay.values()) if (entry.revision < revision) entry.scope.cancel();
    },
  };
}

async function carryOut(workflowId: string, input: NoticeInput) {
  const child = await startNotice(workflowId, input);
  return child.result();
}

/**
 * A window that was reset begins its notices again under the same ids. The ledger remembers who has them, so a second run
 * sends nothing twice; only the old run's end has to be awaited.
 */
async function startNotice(
  workflowId: string,
  input: NoticeInput,
): Promise<ChildWorkflowHandle<typeof noticeCampaign>> {
  for (let tries = 1; ; tries++) {
    try {
      return await startChild(noticeCampaign, {
        workflowId,
        args: [input],
        staticSummary: NOTICES[input.notice.kind].title,
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        parentClosePolicy: 'TERMINATE',
        cancellationType: 'WAIT_CANCELLATION_COMPLETED',
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError) || tries >= 30) throw error;
      await sleep('2s', { summary: 'Wait for the earlier run of this notice' });
    }
  }
}
