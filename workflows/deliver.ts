import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities, DeliveryActivities } from '../activities';
import type { Delivered, DeliveryTask, OpenNotice, SettledNotice } from '../activities/delivery';
import { FIRST_SLICE_MS, LATER_SLICE_MS } from '../domain/delivery/delivery';
import { noticeSlug, type NoticeCounts, type NoticeId } from '../domain/notices/notice';
import { NOTICES } from '../domain/notices/notices';
import type { Urgency } from '../domain/notices/urgency';
import { SECOND } from '../domain/shared/time';
import { FIRST_SLICE, LATER_SLICES } from './queues';

const retry = { initialInterval: '1s', maximumInterval: '30s' } as const;

/**
 * A notice that must wait for an earlier one is tried again after this pause, doubling; the window begins them in order, so
 * it is rare.
 */
const WAIT_MS = 1 * SECOND;
const WAIT_MAX_MS = 30 * SECOND;

const { supersedeNotice: supersede } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  // a killed worker is noticed after this; steps beat every second
  heartbeatTimeout: '10s',
  retry,
  summary: 'End the notice that was overtaken',
});

const { deliverNotice } = proxyActivities<DeliveryActivities>({
  // a slice is short; its last messages may wait for their answers, and 100,000 recipients are resolved in seconds
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10s',
  // a stopped notice ends when the messages on the wire have their answer, so that the ledger knows who was told
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  // a worker that dies for the tenth time in a slice must not cost more time than the first
  retry: { ...retry, maximumInterval: '5s' },
});

/** A notice, and how urgent it is. */
export interface NoticeTask {
  readonly reference: string;
  readonly notice: NoticeId;
  readonly urgency: Urgency;
  readonly first?: DeliveryTask['first'];
  readonly step?: DeliveryTask['step'];
}

/** Sends a slice of it, as soon as its turn comes. */
export async function sendSlice(task: NoticeTask): Promise<Delivered & (SettledNotice | OpenNotice)> {
  const { reference, notice, urgency, first, step } = task;
  const place = (first ? FIRST_SLICE : LATER_SLICES)[urgency];
  const sliceMs = first ? FIRST_SLICE_MS : LATER_SLICE_MS;
  for (let wait = WAIT_MS; ; wait = Math.min(2 * wait, WAIT_MAX_MS)) {
    const result = await deliverNotice.executeWithOptions({ ...place, summary: NOTICES[notice.kind].title }, [
      {
        ...{ key: keyOf(reference, notice), now: Date.now(), urgency, sliceMs },
        ...(first ? { first } : {}),
        ...(step ? { step } : {}),
      },
    ]);
    if (!('waiting' in result)) return result;
    await sleep(wait, { summary: 'An earlier notice leaves first' });
  }
}

/** What is left of a notice that was overtaken is superseded (N9). */
export function supersedeNotice(reference: string, notice: NoticeId): Promise<NoticeCounts> {
  return supersede(keyOf(reference, notice));
}

function keyOf(reference: string, notice: NoticeId) {
  return { reference, slug: noticeSlug(notice), revision: notice.revision };
}
