import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure, Context } from '@temporalio/activity';
import { outcomeOf } from '../domain/delivery';
import { SECOND } from '../domain/time';
import type { ClaimedDelivery, DeliveryOutcome, MailVerdict, NoticeKey, Ports } from './ports';

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
  /** An earlier notice of the window is still leaving. */
  readonly waiting?: true;
}

export function createDeliveryActivities({ ledger, mail, renderer }: Pick<Ports, 'ledger' | 'mail' | 'renderer'>) {
  return {
    /**
     * One pass over a notice's due deliveries. It can be killed at any moment and run again: what it claimed and did not
     * finish is found by the next attempt. `now` is the workflow's clock in ms; the ledger's times follow that clock, so that
     * retries work on a skipped one too.
     */
    async deliverNotice(key: NoticeKey, now: number): Promise<PassResult> {
      const { cancellationSignal } = Context.current();
      const clock = clockFrom(now);
      const claim = randomUUID();
      const beat = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS);
      try {
        if (!(await isOurTurn(key))) return { open: 1, waiting: true };
        await ledger.recoverLost(key, claim);
        for (;;) {
          if (cancellationSignal.aborted) throw new CancelledFailure('the notice was stopped between two groups');
          const claimed = await ledger.claim(key, claim, mail.connections, new Date(clock()));
          if (claimed.length === 0) break;
          const results = await Promise.all(claimed.map((delivery) => attempt(delivery, clock)));
          await ledger.settle(claim, results);
          const stuck = results.find(({ outcome }) => outcome.state === 'pending');
          if (stuck) return { ...(await whatIsLeft(key, clock)), unavailable: withoutAddresses(stuck.outcome.reply) };
        }
        return await whatIsLeft(key, clock);
      } finally {
        clearInterval(beat);
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

  async function attempt(
    delivery: ClaimedDelivery,
    clock: () => number,
  ): Promise<{ id: number; outcome: DeliveryOutcome }> {
    const verdict = await send(delivery);
    return { id: delivery.id, outcome: outcomeOf(verdict, delivery.attempts + 1, clock()) };
  }

  /** A message that cannot be rendered is this recipient's failure, and harms no other. */
  async function send({ message }: ClaimedDelivery): Promise<MailVerdict> {
    let outgoing;
    try {
      outgoing = await renderer.render(message);
    } catch (error) {
      return { verdict: 'refused', reply: `the message could not be written: ${reasonOf(error)}` };
    }
    return mail.send(outgoing);
  }

  async function whatIsLeft(key: NoticeKey, clock: () => number): Promise<PassResult> {
    const { open, nextAttemptAt } = await ledger.remainder(key);
    if (open === 0 || !nextAttemptAt) return { open };
    return { open, retryInMs: Math.max(0, nextAttemptAt.getTime() - clock()) };
  }
}

/** The workflow's clock, carried on by the time that passes here. */
function clockFrom(now: number): () => number {
  const began = performance.now();
  return () => now + Math.round(performance.now() - began);
}

function withoutAddresses(reply: string): string {
  return reply.replace(/[^\s<>()"']+@[^\s<>()"']+/g, '(address)').slice(0, 300);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
