import type { Config, OpenIdConfig } from '../config/config';
import { createOpenIdProvider } from '../identity/openid';
import { createSecretBox } from '../store/database/secret-box';
import { perBrand } from './brands';

/** The way by which people sign in, as configured (T9); undefined where nobody does. `callback`: the path browsers come back to. */
export function createSignIn(
  { signIn, secretsKeys, publicUrl }: Pick<Config, 'signIn' | 'secretsKeys' | 'publicUrl'>,
  callback: string,
  clock: () => number,
) {
  if (!signIn || !secretsKeys) return undefined;
  const provider = providerOf(signIn, publicUrl + callback, clock);
  return { provider, rules: signIn.rules, box: createSecretBox(secretsKeys) };
}

/** The same for customers, at the address of each brand (P7). */
export function createPortalAccounts(
  { portalSignIn, secretsKeys, brands }: Pick<Config, 'portalSignIn' | 'secretsKeys' | 'brands'>,
  callback: string,
  clock: () => number,
) {
  if (!portalSignIn || !secretsKeys) return undefined;
  return {
    providerOf: perBrand(brands, ({ publicUrl }) => providerOf(portalSignIn, publicUrl + callback, clock)),
    box: createSecretBox(secretsKeys),
  };
}

function providerOf({ name, ...settings }: OpenIdConfig, redirectTo: string, clock: () => number) {
  const { issuer, clientId, clientSecret, scopes } = settings;
  const provider = createOpenIdProvider({ issuer, clientId, clientSecret, scopes, redirectTo }, clock);
  return { ...provider, name, host: new URL(issuer).host };
}
