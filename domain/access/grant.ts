import type { Role } from '../shared/roles';

/** As what people of the provider can sign in. */
export const SIGN_IN_ROLES = ['admin', 'engineer', 'operator', 'approver'] as const satisfies readonly Role[];

/** What somebody who signs in may do (T3): as whom, and for whom. A person can hold several and acts with one at a time. */
export interface Grant {
  readonly role: (typeof SIGN_IN_ROLES)[number];
  /** The only organizations they see; null: all. */
  readonly organizations: readonly string[] | null;
}

/** Whether both allow the same. */
export function isSameGrant(a: Grant, b: Grant): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ role, organizations }: Grant): string {
  return JSON.stringify([role, organizations && [...organizations].sort()]);
}
