import { randomUUID } from 'node:crypto';
import { CancelledFailure, Context } from '@temporalio/activity';
import { withoutAddresses } from '../domain/delivery/bounce';
import type { NoticeCounts } from '../domain/notices/notice';
import type { Urgency } from '../domain/notices/urgency';
import { SECOND } from '../domain/shared/time';
import { walkOnce, type Pass, type Progress } from './delivery-walk';
import { createProgressReport } from './fan-out-progress';
import { createGroupCommit } from './group-commit';
import type { Ports } from './ports';
import type { NoticeKey } from './ports/ledger';
import type { TimelineEntry } from './ports/timeline';

const HEARTBEAT_MS = 1 * SECOND;

/** A slice of a notice to deliver. */
export interface DeliveryTask {
  readonly key: NoticeKey;
  /** The workflow's clock, UTC ms. */
  readonly now: number;
  readonly urgency: Urgency;
  /** No message is begun after so many ms; what is left is for the next slice. */
  readonly sliceMs: number;
  /** What comes before the first message: the audience is resolved and its rows written, or what failed is queued again. */
  readonly first?: 'prepare' | 'reopen';
  /** The step that has begun the notice, where the record of it is not waited for. */
  readonly step?: TimelineEntry;
}

/** What a slice came to. No address, no name (T4). */
export type DeliveryResult = Delivered & (SettledNotice | OpenNotice);

/** How the audience differs from those who have heard of the window (N5), from the slice that resolved it; left out when it does not. */
export interface Delivered {
  readonly newcomers?: number;
  readonly leavers?: number;
}

/** Every delivery is at rest. */
export interface SettledNotice {
  readonly counts: NoticeCounts;
}

export interface OpenNotice {
  /** Deliveries not yet at rest. */
  readonly open: number;
  /** Of these, those not tried yet: none once only retries are left. */
  readonly unsent: number;
  /** The slice's time was up. */
  readonly more?: true;
  /** Until the earliest deferred one may be tried again, in ms; absent when none is. */
  readonly retryInMs?: number;
  /** The mail server could not be used: its words, addresses blanked. */
  readonly unavailable?: string;
  /** Deliveries wait because the server refuses them for a reason that is about us (N13): its words, addresses blanked. */
  readonly ours?: string;
  /** Nothing was tried: an earlier notice of the window has to leave first. */
  readonly waiting?: true;
}

export function createDeliveryActivities({
  ledger,
  mail,
  renderer,
  timeline,
  onProgress,
}: Pick<Ports, 'ledger' | 'timeline' | 'mail' | 'renderer' | 'onProgress'>) {
  return {
    /**
     * A slice of a notice: what is due of it, for as long as the slice lasts, and its closing when everything is at rest. It can
     * be killed at any moment and run again: what it had on the wire and did not finish is found by the next attempt. The
     * ledger's times follow the workflow's clock, so that retries work on a skipped one too. A notice whose turn has not come
     * is answered at once, so that it holds nobody up (N14).
     */
    deliverNotice: async (task: DeliveryTask): Promise<DeliveryResult> => {
      const { key, now } = task;
      const { cancellationSignal: signal } = Context.current();
      const clock = clockFrom(now);
      const progress: Progress = {};
      // counts only: what Temporal keeps names nobody (T4)
      const report = createProgressReport(ledger, key, onProgress);
      const beat = setInterval(() => {
        Context.current().heartbeat({ ...progress });
        if (progress.accepted !== undefined) report.tell(progress.accepted);
      }, HEARTBEAT_MS);
      try {
        const audience = await begin(task);
        if (await ledger.mustWait(key)) return { ...audience, open: 1, unsent: 1, waiting: true };
        return { ...audience, ...(await send(task, { clock, signal, progress })) };
      } finally {
        clearInterval(beat);
        report.end(progress.accepted ?? 0);
      }
    },
  };

  async function begin({ key, first, step }: DeliveryTask): Promise<Delivered> {
    if (step) await recordFirst(step);
    if (first === 'reopen') await ledger.reopen(key);
    if (first !== 'prepare') return {};
    const { newcomers, leavers } = await ledger.prepare(key);
    return { ...(newcomers > 0 ? { newcomers } : {}), ...(leavers > 0 ? { leavers } : {}) };
  }

  /** Nothing leaves that is not on record. The window writes the same, whichever comes first. */
  async function recordFirst(step: TimelineEntry): Promise<void> {
    const { refusal } = await timeline.record(step);
    if (refusal)
      throw new Error(`a step that can be refused must be recorded before its notices begin: ${refusal.detail}`);
  }

  async function send({ key, urgency, sliceMs }: DeliveryTask, pass: Pass): Promise<SettledNotice | OpenNotice> {
    const { clock, signal } = pass;
    const until = performance.now() + sliceMs;
    const claim = randomUUID();
    await ledger.recoverLost(key, claim);
    await ledger.postponeQuiet(key, new Date(clock()));
    const group = createGroupCommit((step) => ledger.commit(key, claim, step), signal);
    // what comes back to the queue meanwhile, such as an uncertain one, is sent in another walk
    for (;;) {
      const walk = walkOnce({ ledger, renderer }, key, group, { ...pass, until });
      const { unavailable = walk.outage() } = await mail.run({ ...walk.job, isUrgent: urgency === 'emergency' });
      if (signal.aborted) throw new CancelledFailure('the notice was stopped while it was being sent');
      const isOver = performance.now() >= until;
      if (unavailable === undefined && walk.tookAny() && !walk.isStopped() && !isOver) continue;
      await ledger.reviseRefusals(key, new Date(clock()));
      const { open, unsent, nextAttemptAt, ours } = await ledger.remainder(key);
      if (open === 0) return { counts: await ledger.close(key, 'settled') };
      return {
        ...{ open, unsent },
        ...(nextAttemptAt ? { retryInMs: Math.max(0, nextAttemptAt.getTime() - clock()) } : {}),
        // a server that cannot be used is not asked again at once
        ...(isOver && unsent > 0 && unavailable === undefined ? { more: true } : {}),
        ...(unavailable === undefined ? {} : { unavailable: withoutAddresses(unavailable) }),
        ...(ours === undefined ? {} : { ours: withoutAddresses(ours) }),
      };
    }
  }
}

/** The workflow's clock plus the time that passes here. */
function clockFrom(now: number): () => number {
  const began = performance.now();
  return () => now + Math.round(performance.now() - began);
}
