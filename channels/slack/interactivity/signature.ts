import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request older than this is a replay (s). */
const LONGEST_AGE = 5 * 60;

export interface SignedRequest {
  /** `X-Slack-Request-Timestamp` */
  readonly timestamp: string | undefined;
  /** `X-Slack-Signature` */
  readonly signature: string | undefined;
  /** Exactly as it came. */
  readonly body: Buffer;
}

/**
 * Whether Slack signed this request within five minutes of `now` (UTC ms): HMAC-SHA256 over `v0:{timestamp}:{body}`
 * (https://docs.slack.dev/authentication/verifying-requests-from-slack). The time it takes says nothing about how much was right.
 */
export function isSigned({ timestamp, signature, body }: SignedRequest, secret: string, now: number): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1_000 - Number(timestamp)) > LONGEST_AGE) return false;
  const expected = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const sent = Buffer.from(signature);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
