/**
 * What a token may do (T3); `customer` is bound to one organization, the others are the provider's own. `inbound` is for a mail
 * server that hands in what comes back, and for nothing else.
 */
export const ROLES = ['admin', 'engineer', 'operator', 'approver', 'customer', 'inbound'] as const;
export type Role = (typeof ROLES)[number];

export const STAFF: readonly Role[] = ['admin', 'engineer', 'operator'];
/** The staff, and those who read a text before customers do. */
export const READERS: readonly Role[] = [...STAFF, 'approver'];
export const APPROVERS: readonly Role[] = ['admin', 'approver'];
/** Those who write what customers read. */
export const AUTHORS: readonly Role[] = ['admin', 'engineer', 'approver'];
