import { createHash, generateKeyPairSync } from 'node:crypto';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { serveOnLoopback } from '../shared/loopback';
import { whoAreYou } from './page';

/** A person the stand-in knows, with the groups its provider would put them in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
}

export interface OpenIdStandInOptions {
  /** 0 is a free one. */
  readonly port?: number;
  readonly people: readonly Person[];
  readonly client: { readonly id: string; readonly secret: string };
  /** Where browsers may be sent back to after signing in, and after signing out. */
  readonly redirectTo: readonly string[];
  readonly signedOutTo: readonly string[];
}

export interface OpenIdStandIn {
  readonly issuer: string;
  close(): Promise<void>;
}

/** Browsers stay signed in so long (s). */
const SESSION = 8 * 3_600;

/**
 * A provider of identities on loopback: the certified `oidc-provider`, with a page that asks "Who are you?" in place of passwords. It
 * refuses what a real one refuses: unknown clients, wrong secrets, other ways back, codes that were used, and requests without PKCE.
 * It forgets everything with its process.
 */
export async function startOpenIdStandIn(options: OpenIdStandInOptions): Promise<OpenIdStandIn> {
  let listener: (request: never, response: never) => unknown = () => undefined;
  const server = await serveOnLoopback(
    (request, response) => void listener(request as never, response as never),
    options.port,
  );
  const provider = new Provider(server.origin, configurationFor(options));
  provider.use(async (context, next) => {
    if (!(await answersPage(provider, context as KoaContextWithOIDC, options.people))) await next();
  });
  listener = provider.callback();
  return { issuer: server.origin, close: () => server.close() };
}

function configurationFor({ people, client, redirectTo, signedOutTo }: OpenIdStandInOptions): Configuration {
  const known = new Map(people.map((person) => [person.id, person]));
  return {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [...redirectTo],
        post_logout_redirect_uris: [...signedOutTo],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    pkce: { required: () => true },
    jwks: {
      keys: [
        {
          ...generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ format: 'jwk' }),
          use: 'sig',
          alg: 'RS256',
        },
      ],
    },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    // the same after a restart, so that browsers need not forget us
    cookies: { keys: [createHash('sha256').update(`cookies ${client.secret}`).digest('hex')] },
    ttl: { Session: SESSION, Grant: SESSION, Interaction: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_context, { uid }) => `/people/${uid}` },
    findAccount: (_context, id) => {
      const person = known.get(id);
      if (!person) return undefined;
      const { name, email, groups } = person;
      return {
        accountId: id,
        claims: () => Promise.resolve({ sub: id, name, email, email_verified: true, groups: [...groups] }),
      };
    },
    // nobody is asked whether the product may know their name
    async loadExistingGrant(context) {
      const { client: asking, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({
        ...(asking ? { clientId: asking.clientId } : {}),
        ...(session?.accountId === undefined ? {} : { accountId: session.accountId }),
      });
      grant.addOIDCScope('openid email profile groups');
      await grant.save();
      return grant;
    },
  };
}

/** `GET /people/{uid}` asks who it is, `POST` says it. Answers whether it was one of them. */
async function answersPage(
  provider: Provider,
  { req: request, res: response, method, path, request: asked }: KoaContextWithOIDC,
  people: readonly Person[],
): Promise<boolean> {
  const uid = /^\/people\/([\w-]+)$/.exec(path)?.[1];
  if (uid === undefined) return false;
  const id = asked.query.as;
  if (method === 'POST' && typeof id === 'string' && people.some((person) => person.id === id)) {
    await provider.interactionFinished(
      request,
      response,
      { login: { accountId: id } },
      { mergeWithLastSubmission: false },
    );
    return true;
  }
  if (method === 'POST' && asked.query.no !== undefined) {
    const refusal = { error: 'access_denied', error_description: 'The person said no.' };
    await provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
    return true;
  }
  await provider.interactionDetails(request, response);
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(whoAreYou(uid, people));
  return true;
}
