import { createHash, randomUUID } from 'node:crypto';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import type { IdentityProvider, PendingSignIn } from '../../activities/ports/identity';
import { createOpenIdProvider } from '../../identity/openid';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';

/** A provider that answers whatever a test says: what `oidc-provider` would never send. */

const CLIENT = 'forewarn';
const SECRET = 'a secret of the tests, long enough for HS256';

interface Answer {
  readonly claims?: JWTPayload;
  /** How the id token is made; signed by the provider's key with RS256 when left out. */
  readonly token?: (claims: JWTPayload) => Promise<string> | string;
  readonly body?: (idToken: string) => object;
  readonly userinfo?: object;
}

let server: Loopback;
let key: CryptoKey;
let answer: Answer = {};
let pending: PendingSignIn;
let provider: IdentityProvider;

const now = () => Math.floor(Date.now() / 1_000);
const signed = (claims: JWTPayload, by = key, alg = 'RS256', kid = 'k1') =>
  new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(by);

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  key = pair.privateKey;
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig' };
  const app = express();
  server = await serveOnLoopback(app);
  const { origin } = server;
  app.get('/.well-known/openid-configuration', (_request, response) => {
    response.json({
      ...{ issuer: origin, authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` },
      ...{ jwks_uri: `${origin}/jwks`, userinfo_endpoint: `${origin}/userinfo`, response_types_supported: ['code'] },
      ...{ id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'], subject_types_supported: ['public'] },
    });
  });
  app.get('/jwks', (_request, response) => void response.json({ keys: [jwk] }));
  app.post('/token', async (_request, response) => {
    const claims: JWTPayload = {
      ...{ iss: origin, aud: CLIENT, sub: 'mara', iat: now(), exp: now() + 300, nonce: pending.nonce },
      ...answer.claims,
    };
    const idToken = await (answer.token ?? signed)(claims);
    const body = answer.body ?? ((token: string) => ({ access_token: 'a', token_type: 'Bearer', id_token: token }));
    response.json(body(idToken));
  });
  app.get('/userinfo', (_request, response) => void response.json(answer.userinfo ?? { sub: 'mara', groups: ['g'] }));
  provider = createOpenIdProvider(
    {
      issuer: origin,
      clientId: CLIENT,
      clientSecret: SECRET,
      scopes: [],
      redirectTo: 'https://us.example/sign-in/callback',
    },
    Date.now,
  );
});

afterAll(() => server.close());

beforeEach(async () => {
  answer = {};
  const begun = await provider.begin();
  if ('fault' in begun) throw new Error(begun.reason);
  ({ pending } = begun);
});

const finish = () => provider.finish(new URLSearchParams({ code: randomUUID(), state: pending.state }), pending);

describe('T9: what a provider answers', () => {
  it('is taken when it is genuine, with what it says in its id token and beside it', async () => {
    answer = {
      claims: { email: 'mara@provider.example' },
      userinfo: { sub: 'mara', groups: ['g'], email: 'other@x.example' },
    };
    expect(await finish()).toMatchObject({ claims: { sub: 'mara', groups: ['g'], email: 'mara@provider.example' } });
  });

  it('asks with PKCE, a state and a nonce of their own each time', async () => {
    const [first, second] = [await provider.begin(), await provider.begin()];
    if ('fault' in first || 'fault' in second) throw new Error('it answers');
    const query = new URL(first.url).searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('code_challenge')).toBe(createHash('sha256').update(first.pending.verifier).digest('base64url'));
    expect([query.get('state'), query.get('nonce')]).toEqual([first.pending.state, first.pending.nonce]);
    const values = [first, second].flatMap(({ pending: p }) => [p.state, p.nonce, p.verifier]);
    expect(new Set(values).size).toBe(6);
    expect(Math.min(...values.map((value) => value.length))).toBeGreaterThanOrEqual(43);
  });

  const cases: Record<string, () => Answer | Promise<Answer>> = {
    'for another nonce': () => ({ claims: { nonce: 'x' } }),
    'without a nonce': () => ({ claims: { nonce: undefined } }),
    'of another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
    'for another client': () => ({ claims: { aud: 'somebody else' } }),
    'for several clients, without saying for whom': () => ({ claims: { aud: [CLIENT, 'other'] } }),
    'for several clients, made for another': () => ({ claims: { aud: [CLIENT, 'other'], azp: 'other' } }),
    'that has expired': () => ({ claims: { exp: now() - 120, iat: now() - 400 } }),
    'that never expires': () => ({ claims: { exp: undefined } as never }),
    'of nobody': () => ({ claims: { sub: undefined } as never }),
    'that nobody signed': () => ({ token: (claims) => new UnsecuredJWT(claims).encode() }),
    'signed with the secret we share (algorithm confusion)': () => ({
      token: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(SECRET)),
    }),
    'signed with the public key as if it were a secret': async () => {
      const { keys } = (await (await fetch(`${server.origin}/jwks`)).json()) as { keys: { n: string }[] };
      const secret = Buffer.from(keys[0]?.n ?? '', 'base64url');
      return { token: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret) };
    },
    'signed by somebody else under the name of the key': async () => {
      const other = await generateKeyPair('RS256');
      return { token: (claims) => signed(claims, other.privateKey) };
    },
    'signed by a key nobody knows': async () => {
      const other = await generateKeyPair('RS256');
      return { token: (claims) => signed(claims, other.privateKey, 'RS256', 'k2') };
    },
    'changed after it was signed': () => ({
      async token(claims) {
        const [head, , signature] = (await signed(claims)).split('.');
        return [head, Buffer.from(JSON.stringify({ ...claims, sub: 'ada' })).toString('base64url'), signature].join(
          '.',
        );
      },
    }),
    'with no id token at all': () => ({ body: () => ({ access_token: 'a', token_type: 'Bearer' }) }),
    'with words of another subject beside it': () => ({ userinfo: { sub: 'ada', groups: ['forewarn-admins'] } }),
  };

  it.each(Object.entries(cases))('T8: is refused %s', async (_case, made) => {
    answer = await made();
    expect(await finish()).toMatchObject({ fault: 'not-genuine' });
  });

  it('does not say who it was in the reason, which goes to the log (T4)', async () => {
    answer = { claims: { nonce: 'x', email: 'mara@provider.example' } };
    expect(JSON.stringify(await finish())).not.toMatch(/mara|@/);
  });

  it('is waited for anew once a provider that was away is back', async () => {
    const away = await serveOnLoopback(() => undefined);
    await away.close();
    const settings = {
      issuer: away.origin,
      clientId: CLIENT,
      clientSecret: SECRET,
      scopes: [],
      redirectTo: 'https://us.example/',
    };
    const lost = createOpenIdProvider(settings, Date.now);
    expect(await lost.begin()).toMatchObject({ fault: 'unreachable' });
    expect(await lost.signOutAddress('https://us.example/')).toBeUndefined();
    const app = express().get('/.well-known/openid-configuration', (_request, response) => {
      response.json({
        issuer: away.origin,
        authorization_endpoint: `${away.origin}/auth`,
        token_endpoint: `${away.origin}/token`,
      });
    });
    const back = await serveOnLoopback(app, Number(new URL(away.origin).port));
    expect(await lost.begin()).toHaveProperty('url');
    await back.close();
  });
});
