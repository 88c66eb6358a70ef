import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure, Context } from '@temporalio/activity';
import { withoutAddresses } from '../domain/delivery/bounce';
import { outcomeOf } from '../domain/delivery/delivery';
import { watchOutage, type OutageWatch } from '../domain/delivery/outage';
import { classifyReply, replyShape } from '../domain/delivery/reply-class';
import { SECOND } from '../domain/shared/time';
import { createDueDeliveries } from './due-deliveries';
import { createProgressReport } from './fan-out-progress';
import { createGroupCommit, type GroupCommit } from './group-commit';
import type { Ports } from './ports';
import type { DeliveryOutcome, NoticeKey } from './ports/ledger';
import type { MailJob, MailVerdict } from './ports/mail';

/** How long a pass waits for the window's earlier notice before it gives its place back. */
const PATIENCE_MS = 10 * SECOND;
const HEARTBEAT_MS = 1 * SECOND;

/** What a pass over a notice's deliveries came to. No address, no name (T4). */
export interface PassResult {
  /** Deliveries not yet at rest. */
  readonly open: number;
  /** Until the earliest deferred one may be tried again, in ms; absent when none is. */
  readonly retryInMs?: number;
  /** The mail server could not be used: its words, addresses blanked. */
  readonly unavailable?: string;
  /** Deliveries wait because the server refuses them for a reason that is about us (N13): its words, addresses blanked. */
  readonly ours?: string;
  /** An earlier notice of the window is still leaving. */
  readonly waiting?: true;
}

export function createDeliveryActivities({
  ledger,
  mail,
  renderer,
  onProgress,
}: Pick<Ports, 'ledger' | 'mail' | 'renderer' | 'onProgress'>) {
  return {
    /**
     * One pass over a notice's due deliveries. It can be killed at any moment and run again: what it had on the wire and did
     * not finish is found by the next attempt. `now` is the workflow's clock in ms; the ledger's times follow that clock, so
     * that retries work on a skipped one too.
     */
    async deliverNotice(key: NoticeKey, now: number): Promise<PassResult> {
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
        if (!(await isOurTurn(key))) return { open: 1, waiting: true };
        const claim = randomUUID();
        await ledger.recoverLost(key, claim);
        const group = createGroupCommit((step) => ledger.commit(key, claim, step), signal);
        // what comes back to the queue meanwhile, such as an uncertain one, is sent in another walk
        for (;;) {
          const walk = walkOnce(key, group, { clock, signal, progress });
          const { unavailable = walk.outage() } = await mail.run(walk.job);
          if (signal.aborted) throw new CancelledFailure('the notice was stopped while it was being sent');
          if (unavailable !== undefined) {
            return { ...(await whatIsLeft(key, clock)), unavailable: withoutAddresses(unavailable) };
          }
          if (!walk.tookAny() || walk.isStopped()) return await whatIsLeft(key, clock);
        }
      } finally {
        clearInterval(beat);
        report.end(progress.accepted ?? 0);
      }
    },
  };

  /** Notices of one window leave in order: nobody reads "completed" before "started". */
  async function isOurTurn(key: NoticeKey): Promise<boolean> {
    const until = Date.now() + PATIENCE_MS;
    while (await ledger.isEarlierUnderWay(key)) {
      if (Date.now() >= until || Context.current().cancellationSignal.aborted) return false;
      await pause(100);
    }
    return true;
  }

  /** A job over what is due now. It stops when a delivery is refused to it: the notice was overtaken, or another has it. */
  function walkOnce(key: NoticeKey, group: GroupCommit, { clock, signal, progress }: Walk) {
    const queue = createDueDeliveries(ledger, key, clock);
    const attempts = new Map<number, number>();
    const domains = new Map<number, string>();
    const watch = watchOutage();
    let outage: string | undefined;
    let tookAny = false;
    let stopped = false;

    const settle = async (id: number, verdict: MailVerdict): Promise<void> => {
      const outcome = outcomeOf(verdict, (attempts.get(id) ?? 0) + 1, clock());
      attempts.delete(id);
      noteOutcome(watch, verdict, domains.get(id) ?? '');
      domains.delete(id);
      if (watch.isOn) {
        // whoever is left would be refused alike, and is not asked about now
        outage ??= verdict.reply;
        queue.stop();
      }
      await group.settle({ id, outcome });
      progress[outcome.state] = (progress[outcome.state] ?? 0) + 1;
    };
    const take = async (id: number): Promise<boolean> => {
      const taken = await group.take(id);
      if (taken) tookAny = true;
      else {
        stopped = true;
        queue.stop();
        attempts.delete(id);
        domains.delete(id);
      }
      return taken;
    };
    const job: MailJob = {
      signal,
      take,
      settled: settle,
      async next() {
        for (;;) {
          const delivery = signal.aborted ? undefined : await queue.next();
          if (!delivery) return undefined;
          const { id, message } = delivery;
          attempts.set(id, delivery.attempts);
          domains.set(id, domainOf(message.recipient.address));
          try {
            return { id, mail: await renderer.render(message) };
          } catch (error) {
            // a message that cannot be written is this recipient's failure, and harms no other
            const reply = `the message could not be written: ${reasonOf(error)}`;
            if (await take(id)) await settle(id, { verdict: 'refused', reply });
          }
        }
      },
    };
    return { job, tookAny: () => tookAny, isStopped: () => stopped, outage: () => outage };
  }

  async function whatIsLeft(key: NoticeKey, clock: () => number): Promise<PassResult> {
    await ledger.reviseRefusals(key, new Date(clock()));
    const { open, nextAttemptAt, ours } = await ledger.remainder(key);
    return {
      open,
      ...(nextAttemptAt ? { retryInMs: Math.max(0, nextAttemptAt.getTime() - clock()) } : {}),
      ...(ours === undefined ? {} : { ours: withoutAddresses(ours) }),
    };
  }
}

/** What the server said of one message, as far as it tells whether the server is in an outage (N13). */
function noteOutcome(watch: OutageWatch, { verdict, reply }: MailVerdict, domain: string): void {
  if (verdict === 'accepted') watch.note(undefined);
  else if (verdict === 'refused' || verdict === 'blocked') {
    watch.note({ shape: replyShape(reply), about: classifyReply(reply).about, domain });
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/** How many deliveries came to each state in this pass. */
type Progress = Partial<Record<DeliveryOutcome['state'], number>>;

interface Walk {
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** The workflow's clock, carried on by the time that passes here. */
function clockFrom(now: number): () => number {
  const began = performance.now();
  return () => now + Math.round(performance.now() - began);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
