import { createHash, randomUUID } from 'node:crypto';
import express from 'express';
import type { IdentityProvider, PendingSignIn } from '../../activities/ports/identity';
import { createOpenIdProvider } from '../../identity/openid';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { NOT_GENUINE, startLyingProvider, type LyingProvider } from '../support/lying-provider';

const CLIENT = 'forewarn';
const SECRET = 'a secret of the tests, long enough for HS256';

let server: LyingProvider;
let pending: PendingSignIn;
let provider: IdentityProvider;

beforeAll(async () => {
  server = await startLyingProvider({ id: CLIENT, secret: SECRET });
  provider = createOpenIdProvider(
    {
      issuer: server.origin,
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
  server.answer = {};
  const begun = await provider.begin();
  if ('fault' in begun) throw new Error(begun.reason);
  ({ pending } = begun);
  server.nonce = pending.nonce;
});

const finish = () => provider.finish(new URLSearchParams({ code: randomUUID(), state: pending.state }), pending);

describe('T9: what a provider answers', () => {
  it('is taken when it is genuine, with what it says in its id token and beside it', async () => {
    server.answer = {
      claims: { email: 'mara@provider.example' },
      userinfo: { sub: 'mara', groups: ['g'], email: 'other@x.example' },
    };
    expect(await finish()).toMatchObject({ claims: { sub: 'mara', groups: ['g'], email: 'mara@provider.example' } });
  });

  it.each([
    ['the address of the token', { email: 'ceo@acme.example' }, { email: 'mara@x.example', email_verified: true }],
    ['the address beside it', { email_verified: true }, { email: 'ceo@acme.example' }],
  ])('T9: no word about another address makes one verified: %s', async (_which, claims, beside) => {
    server.answer = { claims, userinfo: { sub: 'mara', ...beside } };
    const finished = await finish();
    expect(finished).toMatchObject({ claims: { email: 'ceo@acme.example' } });
    expect(finished).not.toHaveProperty('claims.email_verified');
  });

  it.each([
    ['beside the token alone', {}, true],
    ['in both', { email: 'mara@x.example' }, true],
    ['in both, of which the token says that it is not', { email: 'mara@x.example', email_verified: false }, false],
  ])('an address that stands %s is verified by what is said of it', async (_where, claims, isVerified) => {
    server.answer = { claims, userinfo: { sub: 'mara', email: 'mara@x.example', email_verified: true } };
    expect(await finish()).toMatchObject({ claims: { email: 'mara@x.example', email_verified: isVerified } });
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

  it.each(Object.entries(NOT_GENUINE))('T8: is refused %s', async (_case, made) => {
    server.answer = await made(server);
    expect(await finish()).toMatchObject({ fault: 'not-genuine' });
  });

  it('does not say who it was in the reason, which goes to the log (T4)', async () => {
    server.answer = { claims: { nonce: 'x', email: 'mara@provider.example' } };
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
