import { outcomeOf } from '../domain/delivery/delivery';
import { UNWRITABLE, watchOutage, type OutageWatch } from '../domain/delivery/mail-outage';
import { classifyReply, replyShape } from '../domain/delivery/reply-class';
import type { Said } from '../domain/proof/said';
import { createDueDeliveries } from './due-deliveries';
import type { GroupCommit } from './group-commit';
import type { Ports } from './ports';
import type { DeliveryOutcome, NoticeKey } from './ports/ledger';
import type { MailJob, MailVerdict } from './ports/mail';

/** How many deliveries came to each state in this slice. */
export type Progress = Partial<Record<DeliveryOutcome['state'], number>>;

/** A slice of a notice while it lasts. */
export interface Pass {
  /** The workflow's, UTC ms. */
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** Counted up here. */
  readonly progress: Progress;
}

/** One walk over the queue of a notice: the job, and how it went once the job has run. */
export interface DeliveryWalk {
  readonly job: MailJob;
  /** Whether any message was put on the wire. */
  readonly tookAny: () => boolean;
  /** Whether a delivery was refused to it. */
  readonly isStopped: () => boolean;
  /** The server's words that showed an outage. */
  readonly outage: () => string | undefined;
}

/**
 * A job for the mail transport over what is due of a notice now. Each message is marked as on the wire before it leaves, and its
 * outcome is committed by `group`. It ends at the end of the queue, when the slice's time is up, when the server is in an outage
 * (N13), and when a delivery is refused to it: the notice was overtaken, or another has it.
 */
export function walkOnce(
  { ledger, renderer }: Pick<Ports, 'ledger' | 'renderer'>,
  key: NoticeKey,
  group: GroupCommit,
  { clock, signal, progress, until }: Pass & { readonly until: number },
): DeliveryWalk {
  const queue = createDueDeliveries(ledger, key, clock);
  const attempts = new Map<number, number>();
  const domains = new Map<number, string>();
  const said = new Map<number, Said>();
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
      // the rest would be refused in the same way, so it is not tried now
      outage ??= verdict.reply;
      queue.stop();
    }
    await group.settle({ id, outcome });
    progress[outcome.state] = (progress[outcome.state] ?? 0) + 1;
  };
  const take = async (id: number): Promise<boolean> => {
    const words = said.get(id);
    said.delete(id);
    const taken = await group.take(id, words);
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
        if (signal.aborted || performance.now() >= until) return undefined;
        const delivery = await queue.next();
        if (!delivery) return undefined;
        const { id, message } = delivery;
        attempts.set(id, delivery.attempts);
        domains.set(id, domainOf(message.recipient.address));
        try {
          const mail = await renderer.render(message);
          if (mail.said) said.set(id, mail.said);
          return { id, mail };
        } catch (error) {
          // a message that cannot be written is this recipient's failure, and harms no other
          const reply = `${UNWRITABLE}${reasonOf(error)}`;
          if (await take(id)) await settle(id, { verdict: 'refused', reply });
        }
      }
    },
  };
  return { job, tookAny: () => tookAny, isStopped: () => stopped, outage: () => outage };
}

/** What the server said of one message, as far as it tells whether the server is in an outage (N13). */
function noteOutcome(watch: OutageWatch, { verdict, reply }: MailVerdict, domain: string): void {
  if (reply.startsWith(UNWRITABLE)) return;
  if (verdict === 'accepted') watch.note(undefined);
  else if (verdict === 'refused' || verdict === 'blocked') {
    watch.note({ shape: replyShape(reply), about: classifyReply(reply).about, domain });
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
