import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE, SECOND } from '../domain/shared/time';
import { webhookOutcome } from '../domain/channels/webhook-delivery';
import type { HandSending, OwnerNotices, WebhookLedger, WebhookPost, WebhookSender, Webhooks } from './ports/webhooks';

/** Endpoints posted to at the same time. */
const CONCURRENCY = 20;
/** A pass begins nothing new after this, so that no activity runs for long. */
const PASS_MS = 1 * MINUTE;
/** A verdict that cannot be written is tried again for this long: forgetting it would post the webhook twice. */
const PATIENCE_MS = 10 * SECOND;
const RETRY_MS = 250;

export interface WebhookParts {
  readonly ledger: WebhookLedger;
  readonly sender: WebhookSender;
  readonly owners: OwnerNotices;
}

/** Webhooks over the ledger that keeps them and the sender that posts them. */
export function createWebhooks({ ledger, sender, owners }: WebhookParts): Webhooks & HandSending {
  return {
    fanOut: (reference) => ledger.fanOut(reference),

    async deliver(reference, now, { signal } = {}) {
      const pass = { reference, clock: clockFrom(now), signal, until: performance.now() + PASS_MS };
      const endpoints = await ledger.dueEndpoints(reference, now);
      const queue = endpoints.values();
      const lanes = Array.from({ length: Math.min(CONCURRENCY, endpoints.length) }, async () => {
        for (const endpoint of queue) await postInOrder(endpoint, pass);
      });
      // no other lane goes on after one has failed
      for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
      return ledger.remainder(reference, pass.clock());
    },

    async sendNow(endpointId, id, now) {
      const claim = randomUUID();
      const post = await ledger.takeById(endpointId, id, claim);
      if (!post) return undefined;
      const verdict = await sender.post(post);
      await persist(() => ledger.settleByHand(post, claim, verdict, now));
      return verdict;
    },
  };

  /** The endpoint's webhooks of the window, one after the other, until one has to wait. */
  async function postInOrder(endpointId: string, { reference, clock, signal, until }: Pass): Promise<void> {
    while (!signal?.aborted && performance.now() < until) {
      const claim = randomUUID();
      const post = await ledger.take(reference, endpointId, claim, clock());
      if (!post) return;
      const verdict = await sender.post(post, signal);
      const { attempts, failingForMs } = post;
      const outcome = webhookOutcome(verdict, { attempts, now: clock(), failingForMs, jitter: jitterOf(post) });
      if (outcome.state === 'failed' && outcome.disable !== undefined) {
        // before the outcome is written: telling twice is harmless, not telling is not
        const { organizationId } = post;
        await owners.tellOwner({ reference, organizationId, endpointId, reason: outcome.disable });
      }
      await persist(() => ledger.settle(post, claim, outcome, clock()));
      if (outcome.state === 'pending') return;
    }
  }
}

interface Pass {
  readonly reference: string;
  readonly clock: () => number;
  readonly signal: AbortSignal | undefined;
  readonly until: number;
}

/** The workflow's clock plus the time that passes here. */
function clockFrom(now: number): () => number {
  const began = performance.now();
  return () => now + Math.round(performance.now() - began);
}

async function persist(write: () => Promise<void>): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (performance.now() >= until) throw error;
      await pause(RETRY_MS);
    }
  }
}

/** The same for the same attempt of the same webhook. */
function jitterOf({ webhookId, attempts }: WebhookPost): number {
  const digest = createHash('sha256')
    .update(`${webhookId}#${String(attempts)}`)
    .digest();
  return digest.readUInt32BE(0) / 0xffff_ffff;
}
