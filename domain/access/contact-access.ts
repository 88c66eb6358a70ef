import type { Access } from '../shared/roles';

/** The role of contacts who answer for maintenance at their organization. */
const ACTING_ROLE = 'maintenance';

/**
 * What a contact may do who signed in (T3, T9): those with the role `maintenance` act, as with a token for self-service; all others read.
 * See docs/decisions/0023-a-contact-acts-by-its-role.md.
 */
export function accessOf({ roles }: { readonly roles: readonly string[] }): Access {
  return roles.includes(ACTING_ROLE) ? 'self-service' : 'read';
}
