import type { Config } from '../config/config';
import { createOpenIdProvider } from '../identity/openid';
import { createSecretBox } from '../store/database/secret-box';

/** The way by which people sign in, as configured (T9); undefined where nobody does. `callback`: the path browsers come back to. */
export function createSignIn(
  { signIn, secretsKeys, publicUrl }: Pick<Config, 'signIn' | 'secretsKeys' | 'publicUrl'>,
  callback: string,
  clock: () => number,
) {
  if (!signIn || !secretsKeys) return undefined;
  const { issuer, clientId, clientSecret, scopes, name, rules } = signIn;
  const redirectTo = publicUrl + callback;
  const provider = createOpenIdProvider({ issuer, clientId, clientSecret, scopes, redirectTo }, clock);
  return { provider: { ...provider, name, host: new URL(issuer).host }, rules, box: createSecretBox(secretsKeys) };
}
