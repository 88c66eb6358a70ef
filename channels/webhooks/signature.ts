import { Webhook } from 'standardwebhooks';
import type { WebhookPost } from '../../activities/ports/webhooks';
import { SECOND } from '../../domain/shared/time';

/**
 * The headers of Standard Webhooks 1.0.0: a signature for each secret, with the attempt's moment `at` (UTC ms), because receivers
 * refuse what is old.
 */
export function signedHeaders(
  { webhookId, payload, secrets }: Pick<WebhookPost, 'webhookId' | 'payload' | 'secrets'>,
  at: number,
) {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(webhookId, new Date(at), payload));
  return {
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(at / SECOND)),
    'webhook-signature': signatures.join(' '),
  };
}
