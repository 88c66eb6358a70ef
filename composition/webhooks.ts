import { createWebhooks, type HandSending } from '../activities/webhook-delivery';
import type { OwnerNotices, Webhooks } from '../activities/ports/webhooks';
import { createWebhookSender } from '../channels/webhooks/sender';
import { urlFault } from '../channels/webhooks/url';
import type { Config } from '../config/config';
import type { Database } from '../store/database/database';
import { createSecretBox, type SecretBox } from '../store/database/secret-box';
import { createOwnerTasks, createWebhookLedger } from '../store/webhooks/ledger';

/**
 * Webhooks by the configuration, for the worker, which posts them and gives `owners`, and the API, which
 * makes endpoints and posts by hand, which switches none off.
 */
export function createConfiguredWebhooks(
  db: Database,
  { publicUrl, secretsKeys, webhooks }: Pick<Config, 'publicUrl' | 'secretsKeys' | 'webhooks'>,
  owners: OwnerNotices = createOwnerTasks(db),
): Webhooks & HandSending & { readonly box: SecretBox | undefined; urlFault(url: string): string | undefined } {
  const box = secretsKeys && createSecretBox(secretsKeys);
  return {
    ...createWebhooks({
      ledger: createWebhookLedger(db, { box, publicUrl }),
      sender: createWebhookSender({ publicUrl, allowLoopback: webhooks.allowLoopback }),
      owners,
    }),
    box,
    urlFault: (url) => urlFault(url, webhooks),
  };
}
