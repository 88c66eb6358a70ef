import type { Role } from '../shared/roles';

/** As what people of the provider can sign in. */
export const SIGN_IN_ROLES = ['admin', 'engineer', 'operator', 'approver'] as const satisfies readonly Role[];
export type SignInRole = (typeof SIGN_IN_ROLES)[number];

/** What somebody who signs in may do (T3): as whom, and for whom. A person can hold several and acts with one at a time. */
export interface Grant {
  readonly role: SignInRole;
  /** The only organizations they see; null: all. */
  readonly organizations: readonly string[] | null;
}

/**
 * The roles that may do nothing which this one may not (T3): what somebody can hand on to a token of their own. Engineers, operators and
 * approvers each have something of their own, so none of them is below another. Follows from api/permissions.ts; a test compares.
 */
export const ROLES_WITHIN: Readonly<Record<SignInRole, readonly SignInRole[]>> = {
  admin: SIGN_IN_ROLES,
  engineer: ['engineer'],
  operator: ['operator'],
  approver: ['approver'],
};

/** Whether one grant allows nothing that the other does not. */
export function isWithin(narrow: Grant, wide: Grant): boolean {
  return ROLES_WITHIN[wide.role].includes(narrow.role) && organizationsBeyond(narrow, wide).length === 0;
}

/** The organizations of one grant that the other does not take in; `null` among them stands for all. */
export function organizationsBeyond(
  { organizations: wanted }: Pick<Grant, 'organizations'>,
  { organizations: own }: Pick<Grant, 'organizations'>,
): readonly (string | null)[] {
  if (own === null) return [];
  return wanted === null ? [null] : wanted.filter((id) => !own.includes(id));
}

/** Whether both allow the same. */
export function isSameGrant(a: Grant, b: Grant): boolean {
  return keyOf(a) === keyOf(b);
}

/** Whether both lists allow the same, in whatever order. */
export function areSameGrants(a: readonly Grant[], b: readonly Grant[]): boolean {
  return JSON.stringify(a.map(keyOf).sort()) === JSON.stringify(b.map(keyOf).sort());
}

function keyOf({ role, organizations }: Grant): string {
  return JSON.stringify([role, organizations && [...organizations].sort()]);
}
