import express from 'express';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWTPayload } from 'jose';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';

/** A provider of identities that answers whatever a test says: what `oidc-provider` would never send. */
export interface Answer {
  readonly claims?: JWTPayload;
  /** How the id token is made; signed by the provider's key with RS256 when left out. */
  readonly token?: (claims: JWTPayload) => Promise<string> | string;
  readonly body?: (idToken: string) => object;
  readonly userinfo?: object;
}

interface Signing {
  readonly by?: CryptoKey;
  readonly kid?: string;
}

export interface LyingProvider {
  readonly origin: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** What it answers next. */
  answer: Answer;
  /** Which nonce it was asked with. */
  nonce: string;
  readonly signed: (claims: JWTPayload, signing?: Signing) => Promise<string>;
  close(): Promise<void>;
}

const now = () => Math.floor(Date.now() / 1_000);

export async function startLyingProvider(client: LyingProvider['client']): Promise<LyingProvider> {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', use: 'sig' };
  const app = express();
  const { origin, close } = await serveOnLoopback(app);
  const provider: LyingProvider = {
    ...{ origin, client, answer: {}, nonce: '', close },
    signed: (claims, { by = pair.privateKey, kid = 'k1' } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(by),
  };
  app.get('/.well-known/openid-configuration', (_request, response) => {
    response.json({
      ...{ issuer: origin, authorization_endpoint: `${origin}/auth`, token_endpoint: `${origin}/token` },
      ...{ jwks_uri: `${origin}/jwks`, userinfo_endpoint: `${origin}/userinfo`, response_types_supported: ['code'] },
      ...{ id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'], subject_types_supported: ['public'] },
    });
  });
  app.get('/jwks', (_request, response) => void response.json({ keys: [jwk] }));
  app.post('/token', async (_request, response) => {
    const { answer, nonce } = provider;
    const claims: JWTPayload = {
      ...{ iss: origin, aud: client.id, sub: 'mara', iat: now(), exp: now() + 300, nonce },
      ...answer.claims,
    };
    const idToken = await (answer.token ?? provider.signed)(claims);
    const body = answer.body ?? ((token: string) => ({ access_token: 'a', token_type: 'Bearer', id_token: token }));
    response.json(body(idToken));
  });
  app.get('/userinfo', (_request, response) => {
    response.json(provider.answer.userinfo ?? { sub: 'mara', groups: ['g'] });
  });
  return provider;
}

/** What no way to sign in takes (OpenID Connect Core 1.0, 3.1.3.7). */
export const NOT_GENUINE: Readonly<Record<string, (provider: LyingProvider) => Answer | Promise<Answer>>> = {
  'for another nonce': () => ({ claims: { nonce: 'x' } }),
  'without a nonce': () => ({ claims: { nonce: undefined } }),
  'of another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
  'for another client': () => ({ claims: { aud: 'somebody else' } }),
  'for several clients, without saying for whom': ({ client }) => ({ claims: { aud: [client.id, 'other'] } }),
  'for several clients, made for another': ({ client }) => ({ claims: { aud: [client.id, 'other'], azp: 'other' } }),
  'that has expired': () => ({ claims: { exp: now() - 120, iat: now() - 400 } }),
  'that never expires': () => ({ claims: { exp: undefined } as never }),
  'of nobody': () => ({ claims: { sub: undefined } as never }),
  'that nobody signed': () => ({ token: (claims) => new UnsecuredJWT(claims).encode() }),
  'signed with the secret we share (algorithm confusion)': ({ client }) => ({
    token: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(Buffer.from(client.secret)),
  }),
  'signed with the public key as if it were a secret': async ({ origin }) => {
    const { keys } = (await (await fetch(`${origin}/jwks`)).json()) as { keys: { n: string }[] };
    const secret = Buffer.from(keys[0]?.n ?? '', 'base64url');
    return { token: (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret) };
  },
  'signed by somebody else under the name of the key': async ({ signed }) => {
    const other = await generateKeyPair('RS256');
    return { token: (claims) => signed(claims, { by: other.privateKey }) };
  },
  'signed by a key nobody knows': async ({ signed }) => {
    const other = await generateKeyPair('RS256');
    return { token: (claims) => signed(claims, { by: other.privateKey, kid: 'k2' }) };
  },
  'changed after it was signed': ({ signed }) => ({
    async token(claims) {
      const [head, , signature] = (await signed(claims)).split('.');
      return [head, Buffer.from(JSON.stringify({ ...claims, sub: 'ada' })).toString('base64url'), signature].join('.');
    },
  }),
  'with no id token at all': () => ({ body: () => ({ access_token: 'a', token_type: 'Bearer' }) }),
  'with words of another subject beside it': () => ({ userinfo: { sub: 'ada', groups: ['forewarn-admins'] } }),
};
