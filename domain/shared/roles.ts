/**
 * What a token may do (T3); `customer` is bound to one organization, the others are the provider's own. `inbound` is for a mail
 * server that hands in what comes back, and for nothing else.
 */
export const ROLES = ['admin', 'engineer', 'operator', 'approver', 'customer', 'inbound'] as const;
export type Role = (typeof ROLES)[number];

export const STAFF: readonly Role[] = ['admin', 'engineer', 'operator'];
/** The staff, and whoever reads before customers do what they will read. */
export const READERS: readonly Role[] = [...STAFF, 'approver'];
export const APPROVERS: readonly Role[] = ['admin', 'approver'];
/** Those who word what customers read. */
export const AUTHORS: readonly Role[] = ['admin', 'engineer', 'approver'];
