import {
  CancellationScope,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  sleep,
  workflowInfo,
  type SignalDefinition,
} from '@temporalio/workflow';
import type { OpenNotice } from '../activities/delivery';
import { serverPause, TROUBLE_AFTER } from '../domain/delivery/delivery';
import { optional } from '../domain/shared/optional';
import { SECOND } from '../domain/shared/time';
import { supersedeNotice, sendSlice } from './deliver';
import { noticePassed, noticeReport, type NoticeInput, type NoticeOutcome } from './messages';

/**
 * What the first slice of a notice has left: a large audience, retries, a mail server that cannot be used. Slice after slice,
 * until every delivery is at rest. Recipients never enter this history. A newer revision cancels it: then what was not sent is
 * superseded (N9).
 */
export async function noticeCampaign(input: NoticeInput): Promise<NoticeOutcome> {
  const { reference, notice, urgency } = input;
  let { left, unavailable } = input;
  let hasPassed = left.unsent === 0;
  let isReported = input.isReported ?? false;
  try {
    await reportTrouble();
    for (;;) {
      if (!left.more) {
        await sleep(pauseAfter(left, unavailable), { summary: `Retry of ${String(left.open)} deliveries` });
      }
      const result = await sendSlice({ reference, notice, urgency });
      if ('counts' in result) {
        if (isReported) await tell(noticeReport, { notice });
        return { outcome: 'settled', counts: result.counts };
      }
      left = result;
      unavailable = left.unavailable === undefined ? 0 : unavailable + 1;
      await reportTrouble();
      if (!hasPassed && left.unsent === 0) {
        hasPassed = true;
        await tell(noticePassed, notice);
      }
      if (workflowInfo().continueAsNewSuggested) {
        await continueAsNew<typeof noticeCampaign>({ ...input, left, unavailable, isReported });
      }
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(async () => ({
      outcome: 'superseded' as const,
      counts: await supersedeNotice(reference, notice),
    }));
  }

  /** A refusal that is about us needs a person at once (N13). */
  async function reportTrouble(): Promise<void> {
    const trouble = left.ours ?? (unavailable >= TROUBLE_AFTER ? left.unavailable : undefined);
    if ((trouble !== undefined) === isReported) return;
    isReported = trouble !== undefined;
    await tell(noticeReport, { notice, ...optional({ trouble }) });
  }
}

async function tell<A>(signal: SignalDefinition<[A]>, word: A): Promise<void> {
  const window = workflowInfo().parent;
  if (window) await getExternalWorkflowHandle(window.workflowId).signal(signal, word);
}

function pauseAfter({ retryInMs }: OpenNotice, unavailable: number): number {
  if (unavailable > 0) return serverPause(unavailable);
  // open but none deferred: another attempt holds them, or the notice was overtaken and is about to be cancelled
  return Math.max(SECOND, retryInMs ?? 10 * SECOND);
}
