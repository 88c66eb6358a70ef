import { createHash, timingSafeEqual } from 'node:crypto';

/** The name of the hidden field of every form of somebody who is signed in. */
export const FORM_TOKEN = 'form-token';

/** Proves that a form comes from a page of this very session (CSRF): derived from its secret, so it changes with it and is kept nowhere. */
export function formToken(secret: string): string {
  return createHash('sha256').update(`form\0${secret}`).digest('base64url');
}

/** Whether a form was made for this session; the time it takes says nothing about how much was right. */
export function isOwnForm(body: unknown, secret: string): boolean {
  const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[FORM_TOKEN] : undefined;
  const [own, sent] = [Buffer.from(formToken(secret)), Buffer.from(typeof given === 'string' ? given : '')];
  return own.length === sent.length && timingSafeEqual(own, sent);
}
