import type { Access, Role } from '../shared/roles';

/** What somebody who signs in may do (T3): as whom, and for whom. A person can hold several and acts with one at a time. */
export interface Grant {
  readonly role: Exclude<Role, 'inbound'>;
  /** The organization a customer belongs to; null for the provider's own people. */
  readonly organizationId: string | null;
  /** The only organizations somebody of the staff sees; null: all. */
  readonly organizations: readonly string[] | null;
  /** The only environments a customer sees; null: all of the organization's. */
  readonly environments: readonly string[] | null;
  /** What a customer may do about maintenance; null for other roles. */
  readonly access: Access | null;
}

/** Whether both allow the same, in the same place. */
export function isSameGrant(a: Grant, b: Grant): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ role, organizationId, organizations, environments, access }: Grant): string {
  const sorted = (list: readonly string[] | null) => (list === null ? null : [...list].sort());
  return JSON.stringify([role, organizationId, sorted(organizations), sorted(environments), access]);
}
