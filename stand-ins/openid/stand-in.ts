import { createHash, generateKeyPairSync } from 'node:crypto';
import Provider, { interactionPolicy, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { serveOnLoopback } from '../shared/loopback';
import { whoAreYou } from './page';

/** A person the stand-in knows, with the groups its provider would put them in. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** False where it says of the address that nobody has checked it. */
  readonly isVerified?: boolean | undefined;
}

/** A program whose people sign in, and who they are. */
export interface StandInClient {
  readonly id: string;
  readonly secret: string;
  /** Where browsers may be sent back to after signing in, and after signing out. */
  readonly redirectTo: readonly string[];
  readonly signedOutTo: readonly string[];
  readonly people: readonly Person[];
}

export interface OpenIdStandInOptions {
  /** 0 is a free one. */
  readonly port?: number;
  readonly clients: readonly StandInClient[];
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
    if (!(await answersPage(provider, context as KoaContextWithOIDC, options.clients))) await next();
  });
  listener = provider.callback();
  return { issuer: server.origin, close: () => server.close() };
}

const peopleOf = (clients: readonly StandInClient[], id: unknown) =>
  clients.find((client) => client.id === id)?.people ?? [];

/** Asks who it is, too, where a browser is signed in as somebody of another client: staff are not offered to customers. */
function policyFor(clients: readonly StandInClient[]): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const ofAnother = new interactionPolicy.Check(
    'of_another_client',
    'somebody of another client is signed in',
    (context) => {
      const { session, client } = context.oidc;
      const known = peopleOf(clients, client?.clientId);
      return session?.accountId !== undefined && !known.some(({ id }) => id === session.accountId);
    },
  );
  policy.get('login')?.checks.add(ofAnother);
  return policy;
}

function configurationFor({ clients }: OpenIdStandInOptions): Configuration {
  const known = new Map(clients.flatMap(({ people }) => people).map((person) => [person.id, person]));
  return {
    clients: clients.map(({ id, secret, redirectTo, signedOutTo }) => ({
      ...{ client_id: id, client_secret: secret },
      ...{ redirect_uris: [...redirectTo], post_logout_redirect_uris: [...signedOutTo] },
    })),
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
    cookies: {
      keys: [
        createHash('sha256')
          .update(`cookies ${clients[0]?.secret ?? ''}`)
          .digest('hex'),
      ],
    },
    ttl: { Session: SESSION, Grant: SESSION, Interaction: 600, AccessToken: 600, IdToken: 600 },
    interactions: { url: (_context, { uid }) => `/people/${uid}`, policy: policyFor(clients) },
    findAccount: (_context, id) => {
      const person = known.get(id);
      if (!person) return undefined;
      const { name, email, groups, isVerified = true } = person;
      return {
        accountId: id,
        claims: () => Promise.resolve({ sub: id, name, email, email_verified: isVerified, groups: [...groups] }),
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
  clients: readonly StandInClient[],
): Promise<boolean> {
  const uid = /^\/people\/([\w-]+)$/.exec(path)?.[1];
  if (uid === undefined) return false;
  const id = asked.query.as;
  const { params } = await provider.interactionDetails(request, response);
  const people = peopleOf(clients, params.client_id);
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
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(whoAreYou(uid, people));
  return true;
}
