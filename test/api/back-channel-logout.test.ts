import { randomUUID } from 'node:crypto';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import pino from 'pino';
import { HOUR } from '../../domain/shared/time';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';
import { beginSession } from '../../store/access/sessions';
import { useStore } from '../store/support';
import { consoleApp } from '../support/console-app';
import { CLIENT } from '../support/openid-server';

/** OpenID Connect Back-Channel Logout 1.0, against a provider that signs whatever a test says. */

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const store = useStore();
let us: Loopback;
let provider: Loopback;
let key: CryptoKey;
const log: string[] = [];

const now = () => Math.floor(Date.now() / 1_000);
const signed = (claims: JWTPayload, by = key, alg = 'RS256', kid = 'k1') =>
  new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'logout+jwt' }).sign(by);
const claimsOf = (change: Readonly<Record<string, unknown>> = {}): JWTPayload => ({
  ...{ iss: provider.origin, aud: CLIENT.id, iat: now(), exp: now() + 120, jti: randomUUID(), events: { [EVENT]: {} } },
  ...change,
});

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' };
  const theirs = express();
  provider = await serveOnLoopback(theirs);
  const { origin } = provider;
  theirs.get('/.well-known/openid-configuration', (_request, response) => {
    response.json({
      ...{ issuer: origin, authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` },
      ...{ jwks_uri: `${origin}/jwks`, response_types_supported: ['code'], subject_types_supported: ['public'] },
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
  theirs.get('/jwks', (_request, response) => void response.json({ keys: [jwk] }));
  const ours = express();
  us = await serveOnLoopback(ours);
  ours.use(
    consoleApp({
      ...{ db: store.db, publicUrl: us.origin, issuer: origin, clock: Date.now },
      logger: pino({}, { write: (line: string) => void log.push(line) }),
    }),
  );
});

afterAll(async () => {
  await us.close();
  await provider.close();
});

/** A session here of an account there. */
async function session(sub: string, sid: string | null): Promise<() => Promise<boolean>> {
  const at = Date.now();
  const { id } = await beginSession(store.db, {
    ...{ person: sub, name: sub, staffId: null, subject: `${sub} at ${new URL(provider.origin).host}` },
    ...{ providerSession: sid, grants: [{ role: 'operator', organizations: null }], door: 'openid', browser: null },
    ...{ now: at, endsAt: at + HOUR },
  });
  return async () => (await store.db.selectFrom('sessions').select('id').where('id', '=', id).execute()).length > 0;
}

const send = (fields: Record<string, string>) =>
  fetch(`${us.origin}/sign-in/back-channel-logout`, { method: 'POST', body: new URLSearchParams(fields) });
const logout = async (token: string) => (await send({ logout_token: token })).status;

describe('T9: the provider of identities ends', () => {
  it('the session it names, and no other of the account', async () => {
    const [named, other] = [await session('mara', 's1'), await session('mara', 's2')];
    const response = await send({ logout_token: await signed(claimsOf({ sub: 'mara', sid: 's1' })) });
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect([await named(), await other()]).toEqual([false, true]);
  });

  it("all sessions of the account it names, and nobody else's", async () => {
    const [one, two, foreign] = [await session('ada', 'a1'), await session('ada', null), await session('ben', 'b1')];
    expect(await logout(await signed(claimsOf({ sub: 'ada' })))).toBe(200);
    expect([await one(), await two(), await foreign()]).toEqual([false, false, true]);
  });

  it('one by its session alone; and there may be none left', async () => {
    const one = await session('cleo', 'c1');
    expect(await logout(await signed(claimsOf({ sid: 'c1' })))).toBe(200);
    expect(await one()).toBe(false);
    expect(await logout(await signed(claimsOf({ sid: 'c1' })))).toBe(200);
  });
});

describe('T8: no session is ended by a token', () => {
  const other = generateKeyPair('RS256');
  const cases: Record<string, () => Promise<string> | string> = {
    'of another issuer': () => signed(claimsOf({ sub: 'dora', iss: 'https://evil.example' })),
    'for another client': () => signed(claimsOf({ sub: 'dora', aud: 'somebody else' })),
    'that is old': () => signed(claimsOf({ sub: 'dora', iat: now() - 600 })),
    'of the future': () => signed(claimsOf({ sub: 'dora', iat: now() + 600, exp: now() + 900 })),
    'that has expired': () => signed(claimsOf({ sub: 'dora', iat: now() - 200, exp: now() - 100 })),
    'that never expires': () => signed(claimsOf({ sub: 'dora', exp: undefined })),
    'without a time': () => signed(claimsOf({ sub: 'dora', iat: undefined })),
    'without an id of its own': () => signed(claimsOf({ sub: 'dora', jti: undefined })),
    'with a nonce, as id tokens have': () => signed(claimsOf({ sub: 'dora', nonce: 'n' })),
    'without events': () => signed(claimsOf({ sub: 'dora', events: undefined })),
    'of another event': () => signed(claimsOf({ sub: 'dora', events: { 'https://x.example/event': {} } })),
    'whose event is no object': () => signed(claimsOf({ sub: 'dora', events: { [EVENT]: true } })),
    'of nobody': () => signed(claimsOf()),
    'that nobody signed': () => new UnsecuredJWT(claimsOf({ sub: 'dora' })).encode(),
    'signed with the secret we share (algorithm confusion)': () =>
      new SignJWT(claimsOf({ sub: 'dora' }))
        .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
        .sign(Buffer.from(CLIENT.secret.padEnd(32, ' '))),
    'signed by somebody else under the name of the key': async () =>
      signed(claimsOf({ sub: 'dora' }), (await other).privateKey),
    'signed by a key nobody knows': async () =>
      signed(claimsOf({ sub: 'dora' }), (await other).privateKey, 'RS256', 'k2'),
    'that is none': () => 'x',
  };

  it.each(Object.entries(cases))('%s', async (_case, made) => {
    const one = await session('dora', 'd1');
    const response = await send({ logout_token: await made() });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    expect(await one()).toBe(true);
  });

  it('that comes again, after the person has signed in anew', async () => {
    const before = await session('fay', null);
    const token = await signed(claimsOf({ sub: 'fay' }));
    expect(await logout(token)).toBe(200);
    const after = await session('fay', null);
    expect(await logout(token)).toBe(400);
    expect([await before(), await after()]).toEqual([false, true]);
  });

  it('that is missing; and nothing of anybody is in the log (T4)', async () => {
    expect((await send({})).status).toBe(400);
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('')).not.toMatch(/dora|fay|mara|eyJ/);
  });
});
