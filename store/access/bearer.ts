import { createHash, timingSafeEqual } from 'node:crypto';

/** A Bearer token as RFC 6750 spells it; the scheme's case does not matter. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i;

/** The token of an Authorization header; undefined where it has none. */
export function bearerOf(header: string | undefined): string | undefined {
  return BEARER.exec(header ?? '')?.[1];
}

/** Whether the header carries this very token; the time it takes says nothing about how much of it was right. */
export function isBearer(header: string | undefined, token: string): boolean {
  const sent = bearerOf(header);
  return sent !== undefined && isSameSecret(sent, token);
}

/** Whether two secrets are the same, in a time that says nothing about how much of them is. */
export function isSameSecret(sent: string, secret: string): boolean {
  return timingSafeEqual(sha256(sent), sha256(secret));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
