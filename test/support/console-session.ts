import { randomUUID } from 'node:crypto';
import type { Grant } from '../../domain/access/grant';
import { HOUR } from '../../domain/shared/time';
import { beginSession } from '../../store/access/sessions';
import type { Database } from '../../store/database/database';
import { FORM_KEY } from '../../web/forms/form';
import { FORM_TOKEN, formToken } from '../../web/sign-in/forgery';

interface Person {
  readonly role: Grant['role'];
  readonly organizations?: readonly string[] | null;
  /** As it goes on record; a new one when left out. */
  readonly person?: string;
  readonly staffId?: string | null;
}

/** Somebody who is signed in, as their browser asks: over plain http, so that the cookie has no prefix. */
export async function signedInAs(db: Database, origin: () => string, someone: Person, now = Date.now()) {
  const { role, organizations = null, person = `p-${randomUUID()}`, staffId = null } = someone;
  const { id, secret } = await beginSession(db, {
    ...{
      person,
      name: person,
      staffId,
      grants: [{ role, organizations }],
      door: 'openid',
      subject: 'of-the-tests',
      providerSession: null,
      browser: 'Firefox',
    },
    ...{ now, endsAt: now + 12 * HOUR },
  });
  const headers = { cookie: `forewarn=${secret}` };
  return {
    id,
    person,
    secret,
    cookie: { name: 'forewarn', value: secret },
    /** A page, without following where it leads. */
    get: (path: string) => fetch(`${origin()}${path}`, { headers, redirect: 'manual' }),
    /** A form of a page of this session; `key`: as the page gave it, so that the same form can be sent twice. */
    send: (path: string, typed: Readonly<Record<string, string | readonly string[]>>, key: string = randomUUID()) => {
      const body = new URLSearchParams({ [FORM_TOKEN]: formToken(secret), [FORM_KEY]: key });
      for (const [name, value] of Object.entries(typed)) [value].flat().forEach((one) => body.append(name, one));
      return fetch(`${origin()}${path}`, { method: 'POST', headers, body, redirect: 'manual' });
    },
  };
}
export type SignedIn = Awaited<ReturnType<typeof signedInAs>>;
