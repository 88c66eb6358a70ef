import {
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  sleep,
  workflowInfo,
  type SignalDefinition,
} from '@temporalio/workflow';
import type { Activities, DeliveryActivities } from '../activities';
import type { PreparedNotice } from '../activities/ports/ledger';
import { serverPause, TROUBLE_AFTER } from '../domain/delivery/delivery';
import { noticeSlug } from '../domain/notices/notice';
import { SECOND } from '../domain/shared/time';
import { audienceReport, DELIVERY_QUEUE, noticeReport, type NoticeInput, type NoticeOutcome } from './messages';
import { optional } from '../domain/shared/optional';

const retry = { initialInterval: '1s', maximumInterval: '30s' } as const;

const ledger = proxyActivities<Activities>({
  // 100,000 recipients are resolved in one statement, which takes seconds
  startToCloseTimeout: '5 minutes',
  // a killed worker is noticed after this; steps and passes beat every second
  heartbeatTimeout: '10s',
  retry,
  summary: 'Delivery ledger',
});

const fanOut = proxyActivities<DeliveryActivities>({
  taskQueue: DELIVERY_QUEUE,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '10s',
  // a stopped notice ends when the messages on the wire have their answer, so that the ledger knows who was told
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  // a worker that dies for the tenth time in a pass costs no more time than the first
  retry: { ...retry, maximumInterval: '5s' },
  summary: 'Send what is due',
});

/**
 * One notice to the whole audience: prepare, deliver, wait for the earliest retry, and so on until every delivery is at rest.
 * Recipients never enter this history. A newer revision cancels it: then what was not sent is superseded (N9).
 */
export async function noticeCampaign({ reference, notice, again }: NoticeInput): Promise<NoticeOutcome> {
  const key = { reference, slug: noticeSlug(notice), revision: notice.revision };
  try {
    if (again) await ledger.reopenNotice(key);
    else await prepare();
    let isReported = false;
    for (let unavailable = 0; ;) {
      const pass = await fanOut.deliverNotice(key, Date.now());
      unavailable = pass.unavailable === undefined ? 0 : unavailable + 1;
      // a refusal that is about us is no passing hitch: a person should know at once (N13)
      const trouble = pass.ours ?? (unavailable >= TROUBLE_AFTER ? pass.unavailable : undefined);
      if ((trouble !== undefined) !== isReported) await report(trouble);
      isReported = trouble !== undefined;
      if (pass.open === 0) break;
      await sleep(pauseAfter(pass, unavailable), { summary: `Retry of ${String(pass.open)} open deliveries` });
    }
    return { outcome: 'settled', counts: await ledger.closeNotice(key, 'settled') };
  } catch (error) {
    if (!isCancellation(error)) throw error;
    return CancellationScope.nonCancellable(async () => ({
      outcome: 'superseded' as const,
      counts: await ledger.closeNotice(key, 'superseded'),
    }));
  }

  async function prepare(): Promise<void> {
    // histories older than these figures have a result without them
    const { newcomers = 0, leavers = 0 } = (await ledger.prepareNotice(key)) as Partial<PreparedNotice>;
    if (newcomers > 0 || leavers > 0) await tell(audienceReport, { notice, newcomers, leavers });
  }

  async function report(trouble?: string): Promise<void> {
    await tell(noticeReport, { notice, ...optional({ trouble }) });
  }

  async function tell<A>(signal: SignalDefinition<[A]>, word: A): Promise<void> {
    const window = workflowInfo().parent;
    if (window) await getExternalWorkflowHandle(window.workflowId).signal(signal, word);
  }
}

function pauseAfter(pass: { retryInMs?: number; waiting?: true }, unavailable: number): number {
  if (pass.waiting) return 5 * SECOND;
  if (unavailable > 0) return serverPause(unavailable);
  // open but none deferred: another attempt holds them, or the notice was overtaken and is about to be cancelled
  return Math.max(SECOND, pass.retryInMs ?? 10 * SECOND);
}
