import { CancelledFailure, Context } from '@temporalio/activity';
import type { WebhookRemainder, Webhooks } from './ports';

const HEARTBEAT_MS = 1_000;

export function createWebhookActivities({ webhooks }: { readonly webhooks: Webhooks }) {
  return {
    /** Writes the webhooks of the window's new events; repeating it creates nothing. */
    async fanOutWebhooks(reference: string): Promise<{ readonly created: number }> {
      return webhooks.fanOut(reference);
    },

    /**
     * Posts the window's webhooks that are due. It can be killed at any moment and run again: each endpoint sees at most one
     * repeat, under the same webhook-id. A pass ends within about a minute and a half; what is left says when to come back.
     */
    async deliverWebhooks(reference: string, now: number): Promise<WebhookRemainder> {
      const { cancellationSignal: signal } = Context.current();
      const beat = setInterval(() => Context.current().heartbeat(), HEARTBEAT_MS);
      try {
        return await webhooks.deliver(reference, now, { signal });
      } catch (error) {
        if (signal.aborted) throw new CancelledFailure('the webhooks were stopped while they were being posted');
        throw error;
      } finally {
        clearInterval(beat);
      }
    },
  };
}
