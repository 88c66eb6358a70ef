import type { StaffRole } from '../notices/staff-roles';
import type { Role } from '../shared/roles';

/** What somebody may do by a link in a mail, said in the roles of the API's permissions (T3). */
export interface Authority {
  readonly role: Role;
  /** Limited to the customers they answer for. */
  readonly ownCustomers: boolean;
}

/**
 * What a role in the process lets its people do without a token: what they are asked for. Nobody becomes an administrator that way;
 * those who are only told are asked nothing.
 */
const STAFF_AUTHORITY: Readonly<Record<StaffRole, Authority | undefined>> = {
  'account-representative': { role: 'operator', ownCustomers: true },
  'customer-engineer': { role: 'operator', ownCustomers: true },
  approver: { role: 'approver', ownCustomers: false },
  support: { role: 'operator', ownCustomers: false },
  marketing: undefined,
  product: undefined,
  escalation: { role: 'operator', ownCustomers: false },
};

/** The point of contact answers for the work (P3). */
const AS_CONTACT: Authority = { role: 'operator', ownCustomers: false };

/** All that a person may do: by each of their roles, and as the window's point of contact. */
export function authoritiesOf(roles: readonly StaffRole[], isContact: boolean): Authority[] {
  const byRole = roles.flatMap((role) => STAFF_AUTHORITY[role] ?? []);
  return isContact ? [...byRole, AS_CONTACT] : byRole;
}
