import { z } from 'zod';
import { addressForm, addressKey } from '../delivery/address-form';
import { line } from '../shared/fields';
import { isSameGrant, type Grant } from './grant';
import { rolesOf, type SignInRules } from './sign-in-rules';

/** What a provider of identities says of somebody who signed in there (OpenID Connect Core 1.0, section 5.1). */

/** The claims read here; what else there is, is left alone. */
const known = z.looseObject({
  sub: line(255),
  email: z.string().max(320).optional(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  name: z.string().max(1_000).optional(),
  preferred_username: z.string().max(1_000).optional(),
  sid: z.string().max(255).optional(),
});
export type Claims = z.output<typeof known>;

/** The claims; undefined when they are no such thing. */
export function readClaims(raw: unknown): Claims | undefined {
  const result = known.safeParse(raw);
  return result.success ? result.data : undefined;
}

/**
 * The address that stands for the person, in the form in which addresses are compared: only one that the provider says is theirs.
 * Undefined where it does not say so, and where small letters would make another mailbox of it (the Kelvin sign is no k).
 */
export function addressOf({ email, email_verified: isVerified }: Claims): string | undefined {
  if (email === undefined || isVerified === undefined || isVerified === false || isVerified === 'false')
    return undefined;
  const key = addressKey(email);
  return key === addressForm(email).replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) ? key : undefined;
}

/** An account at a provider of identities, whatever becomes of its address: `provider` is the host that vouches for it. */
export function subjectOf({ sub }: Pick<Claims, 'sub'>, provider: string): string {
  return `${sub} at ${provider}`;
}

/** What the person may do, each once, in the order of the rules; empty for somebody with nothing to do here. */
export function grantsOf(claims: Claims, rules: Pick<SignInRules, 'claim' | 'roles'>): Grant[] {
  const values = valuesAt(claims, rules.claim.split('.'));
  const grants: Grant[] = [];
  for (const { when, role, organizations = null } of Object.values(rolesOf(rules))) {
    const grant = { role, organizations };
    if (values.has(when) && !grants.some((one) => isSameGrant(one, grant))) grants.push(grant);
  }
  return grants;
}

/** The words at a path: one, or a list of them. A claim may itself have dots in its name, such as an address. */
function valuesAt(value: unknown, path: readonly string[]): ReadonlySet<string> {
  if (path.length === 0) return wordsOf(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Set();
  const whole = path.join('.');
  if (Object.hasOwn(value, whole)) return wordsOf((value as Record<string, unknown>)[whole]);
  const [first = '', ...rest] = path;
  return Object.hasOwn(value, first) ? valuesAt((value as Record<string, unknown>)[first], rest) : new Set();
}

function wordsOf(value: unknown): ReadonlySet<string> {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return new Set(list.filter((one) => typeof one === 'string'));
}
