import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * The headers of Standard Webhooks 1.0.0: `v1,` and the HMAC-SHA256 of `id.timestamp.body`, one for each secret. `at` is the
 * attempt's moment (UTC ms); receivers refuse what is old.
 */
export function signedHeaders(
  {
    webhookId,
    payload,
    secrets,
  }: { readonly webhookId: string; readonly payload: string; readonly secrets: readonly string[] },
  at: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${webhookId}.${timestamp}.${payload}`).digest('base64')}`;
  });
  return { 'webhook-id': webhookId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
