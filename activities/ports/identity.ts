/** A provider of identities, by OpenID Connect (T9). Nothing of it throws what the provider can cause: it answers `fault`. */
export interface IdentityProvider {
  /** Where a browser goes to sign in, and what has to be kept until it comes back. */
  begin(): Promise<{ readonly url: string; readonly pending: PendingSignIn } | Unreachable>;
  /** What the provider says of whoever came back with this query. */
  finish(query: URLSearchParams, pending: PendingSignIn): Promise<{ readonly claims: unknown } | SignInFault>;
  /** What a logout token says with which the provider ends sessions of its own accord, once it is genuine (OpenID Connect Back-Channel Logout 1.0, 2.6). */
  readLogout(token: string): Promise<ProviderLogout | SignInFault>;
  /** Where a browser signs out of the provider itself; undefined where it has no such page, or does not answer. */
  signOutAddress(backTo: string): Promise<string | undefined>;
}

/** What binds an answer to the browser that asked (OpenID Connect Core 1.0, 3.1.2.1; RFC 7636). */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whose sessions the provider has ended: one of them by `sid`, or all of an account's. At least one of both is there. */
export interface ProviderLogout {
  readonly sub: string | undefined;
  readonly sid: string | undefined;
  /** Of each token another one. */
  readonly jti: string;
}

interface Unreachable {
  readonly fault: 'unreachable';
  /** For the log, without anything of the person. */
  readonly reason: string;
}

/** `declined`: the provider or the person said no; `not-genuine`: the answer does not belong to what was asked, or is not theirs. */
export type SignInFault = Unreachable | { readonly fault: 'declined' | 'not-genuine'; readonly reason: string };
