import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { IdentityProvider, SignInFault } from '../activities/ports/identity';
import { MINUTE, SECOND } from '../domain/shared/time';
import { readLogoutToken } from './logout-token';

/** Sign-in with the provider's own people, by OpenID Connect: code flow with PKCE (RFC 7636) and a signed id token. */

export interface OpenIdSettings {
  /** The address under which `/.well-known/openid-configuration` is. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends browsers back to; registered there. */
  readonly redirectTo: string;
  /** Besides `openid email profile`, such as `groups`. */
  readonly scopes: readonly string[];
}

/** What is asked of the provider has this long (s). */
const PATIENCE = 10;
/** What it says of itself is asked anew after so long, so that a changed address or key is found. */
const DISCOVERED_FOR = 10 * MINUTE;
/** Signatures that are taken, the first of them that the provider has: no secret shared with anybody, and never none. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'RS384', 'RS512', 'PS384', 'PS512', 'ES384', 'ES512'];

export function createOpenIdProvider(settings: OpenIdSettings, clock: () => number): IdentityProvider {
  const discover = createDiscovery(settings, clock);
  return {
    async begin() {
      const found = await discover();
      if ('fault' in found) return found;
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(found.provider, {
        redirect_uri: settings.redirectTo,
        scope: ['openid', 'email', 'profile', ...settings.scopes].join(' '),
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        state: pending.state,
        nonce: pending.nonce,
      });
      return { url: url.href, pending };
    },

    async finish(query, { state, nonce, verifier }) {
      const found = await discover();
      if ('fault' in found) return found;
      const address = new URL(settings.redirectTo);
      address.search = query.toString();
      try {
        const tokens = await oidc.authorizationCodeGrant(found.provider, address, {
          ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        });
        const claims = tokens.claims();
        if (!claims) return { fault: 'not-genuine', reason: 'no id token' };
        // groups may be given here alone; the subject must be the same (OpenID Connect Core 1.0, 5.3.2)
        const more = found.provider.serverMetadata().userinfo_endpoint
          ? await oidc.fetchUserInfo(found.provider, tokens.access_token, claims.sub)
          : {};
        return { claims: together(claims, more) };
      } catch (error) {
        return faultOf(error);
      }
    },

    async readLogout(token) {
      const found = await discover();
      if ('fault' in found) return found;
      if (!found.keys) return { fault: 'not-genuine', reason: 'the provider names no keys' };
      try {
        const { issuer } = found.provider.serverMetadata();
        const expected = { issuer, audience: settings.clientId, algorithms: ALGORITHMS };
        const logout = await readLogoutToken(token, found.keys, { ...expected, now: clock() });
        return logout ?? { fault: 'not-genuine', reason: 'no logout token' };
      } catch (error) {
        return faultOf(error);
      }
    },

    async signOutAddress(backTo) {
      const found = await discover();
      if ('fault' in found || !found.provider.serverMetadata().end_session_endpoint) return undefined;
      const parameters = { post_logout_redirect_uri: backTo, client_id: settings.clientId };
      return oidc.buildEndSessionUrl(found.provider, parameters).href;
    },
  };
}

type Said = Readonly<Record<string, unknown>>;

/**
 * What the id token says counts before what is said beside it. An address and whether it is verified belong together: a word about one
 * address must not stand beside another.
 */
function together(claims: Said, beside: Said): Said {
  if (claims.email === undefined) return { ...beside, ...withoutVerification(claims) };
  return { ...(beside.email === claims.email ? beside : withoutVerification(beside)), ...claims };
}

function withoutVerification({ email_verified: _, ...rest }: Said): Said {
  return rest;
}

type Discovered =
  | { readonly provider: oidc.Configuration; readonly keys: JWTVerifyGetKey | undefined }
  | { readonly fault: 'unreachable'; readonly reason: string };

/** What the provider says of itself: kept for a while, asked once for all who wait, and asked again at once after a failure. */
function createDiscovery(settings: OpenIdSettings, clock: () => number): () => Promise<Discovered> {
  let kept: { readonly at: number; readonly found: Promise<Discovered> } | undefined;
  return async () => {
    if (!kept || clock() - kept.at > DISCOVERED_FOR) kept = { at: clock(), found: discovered(settings) };
    const mine = kept;
    const found = await mine.found;
    if ('fault' in found && kept === mine) kept = undefined;
    return found;
  };
}

async function discovered({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<Discovered> {
  const address = new URL(issuer);
  // a provider on this machine, for development and tests; the setting refuses plain http elsewhere
  const isPlain = address.protocol === 'http:';
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out: this machine alone
    const execute = isPlain ? [oidc.allowInsecureRequests] : [];
    const said = await oidc.discovery(address, clientId, clientSecret, undefined, { timeout: PATIENCE, execute });
    const server = said.serverMetadata();
    const offered = server.id_token_signing_alg_values_supported ?? ['RS256'];
    const algorithm = ALGORITHMS.find((one) => offered.includes(one));
    if (algorithm === undefined) return { fault: 'unreachable', reason: `signs with ${offered.join(', ')} only` };
    const client = { client_secret: clientSecret, id_token_signed_response_alg: algorithm };
    const provider = new oidc.Configuration(server, clientId, client);
    provider.timeout = PATIENCE;
    // oxlint-disable-next-line typescript/no-deprecated -- as above
    if (isPlain) oidc.allowInsecureRequests(provider);
    // the signature is checked, too, although the token comes straight from the provider
    oidc.enableNonRepudiationChecks(provider);
    const { jwks_uri: at } = server;
    const keys = at === undefined ? undefined : createRemoteJWKSet(new URL(at), { timeoutDuration: PATIENCE * SECOND });
    return { provider, keys };
  } catch (error) {
    return { fault: 'unreachable', reason: reasonOf(error) };
  }
}

/** An error in words without what it holds of the person: its codes alone. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const inner = cause instanceof Error ? (cause as { code?: unknown }).code : undefined;
  return [error.name, code, inner].filter((one) => typeof one === 'string').join(' ');
}

function faultOf(error: unknown): SignInFault {
  const reason = reasonOf(error);
  if (error instanceof oidc.AuthorizationResponseError)
    return { fault: 'declined', reason: `${reason} ${error.error}` };
  if (error instanceof oidc.ResponseBodyError) return { fault: 'not-genuine', reason: `${reason} ${error.error}` };
  const isNetwork =
    error instanceof TypeError || (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name));
  return isNetwork ? { fault: 'unreachable', reason } : { fault: 'not-genuine', reason };
}
