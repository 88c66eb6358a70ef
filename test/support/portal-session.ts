import { randomUUID } from 'node:crypto';
import { HOUR } from '../../domain/shared/time';
import { beginPortalSession } from '../../store/access/portal-sessions';
import type { Database } from '../../store/database/database';
import { FORM_KEY } from '../../web/forms/form';
import { FORM_TOKEN, formToken } from '../../web/sign-in/forgery';

/** The cookie of the portal over https. */
export const PORTAL_COOKIE = '__Host-forewarn-portal';

type Typed = Readonly<Record<string, string>>;

/** A contact who is signed in to the portal at `origin`, as their browser asks; no answer is followed to where it leads. */
export async function contactAt(db: Database, origin: string, contactId: string, now: number) {
  const { id, secret } = await beginPortalSession(db, {
    ...{ contactId, door: 'mail-link', browser: 'Firefox', now, endsAt: now + 24 * HOUR },
  });
  const headers = { cookie: `${PORTAL_COOKIE}=${secret}` };
  const post = (path: string, typed: Typed) =>
    fetch(`${origin}${path}`, { method: 'POST', headers, body: new URLSearchParams(typed), redirect: 'manual' });
  return {
    id,
    secret,
    get: (path: string) => fetch(`${origin}${path}`, { headers, redirect: 'manual' }),
    /** A form as it was typed, with nothing added. */
    post,
    /** A form of a page of this session. */
    send: (path: string, typed: Typed = {}) =>
      post(path, { [FORM_TOKEN]: formToken(secret), [FORM_KEY]: randomUUID(), ...typed }),
  };
}
export type ContactAt = Awaited<ReturnType<typeof contactAt>>;
