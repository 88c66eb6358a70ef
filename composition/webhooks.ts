import { createWebhooks } from '../activities/webhook-delivery';
import type { ChannelAdapter } from '../activities/ports/channels';
import type { HandSending, OwnerNotices, Webhooks } from '../activities/ports/webhooks';
import { createWebhookSender } from '../channels/webhooks/sender';
import { urlFault } from '../channels/webhooks/url';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';
import type { Brands } from '../domain/brands/brand';
import { createSecretBox, type SecretBox } from '../store/database/secret-box';
import { createOwnerTasks, createWebhookLedger } from '../store/webhooks/ledger';
import { optional } from '../domain/shared/optional';

type WebhookSettings = Pick<Config, 'publicUrl' | 'secretsKeys' | 'webhooks'> & Partial<Pick<Config, 'brands'>>;

/**
 * Webhooks as configured: for the worker, which sends them and passes `owners`, and for the API, which creates endpoints and
 * sends by hand without ever disabling one.
 */
export function createConfiguredWebhooks(
  db: Database,
  { publicUrl, secretsKeys, webhooks, brands }: WebhookSettings,
  owners: OwnerNotices = createOwnerTasks(db),
): Webhooks & HandSending & { readonly box: SecretBox | undefined; urlFault(url: string): string | undefined } {
  const box = secretsKeys && createSecretBox(secretsKeys);
  return {
    ...createWebhooks({
      ledger: createWebhookLedger(db, { box, publicUrl, brandUrls: brands && brandUrls(brands) }),
      // one sender for all: with brands it names nobody's address
      sender: createWebhookSender({
        publicUrl: brands?.named.size ? undefined : publicUrl,
        allowLoopback: webhooks.allowLoopback,
      }),
      owners,
    }),
    box,
    urlFault: (url) => urlFault(url, webhooks),
  };
}

/** Customers' webhooks as a channel (C6, C7): creates those of the window's new events, then sends all that are due. */
export function createWebhookChannel(db: Database, config: WebhookSettings, owners: OwnerNotices): ChannelAdapter {
  const webhooks = createConfiguredWebhooks(db, config, owners);
  return {
    async converge(reference, now) {
      await webhooks.fanOut(reference);
      const { open, retryInMs } = await webhooks.deliver(reference, now);
      if (open === 0) return { converged: true, calls: 0 };
      return {
        behind: `${String(open)} webhooks wait`,
        patient: true,
        ...optional({ retryInMs }),
      };
    },
  };
}

function brandUrls({ named }: Brands): Record<string, string> {
  return Object.fromEntries([...named].map(([id, brand]) => [id, brand.publicUrl]));
}
