/** Roles of the provider's own people in the process (N12, P1, L6, L8). */
export const STAFF_ROLES = [
  'account-representative',
  'customer-engineer',
  'approver',
  'support',
  'marketing',
  'product',
  'escalation',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** P1: who is told of each new window. */
export const BRIEFED: readonly StaffRole[] = ['support', 'marketing', 'product'];
