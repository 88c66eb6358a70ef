/**
 * What a token may do (T3); `customer` is bound to one organization, the others are the provider's own. `inbound` is for a mail
 * server that hands in what comes back, and for nothing else.
 */
export const ROLES = ['admin', 'engineer', 'operator', 'approver', 'customer', 'inbound'] as const;
export type Role = (typeof ROLES)[number];

/** What a customer's token may do about maintenance: see it, or also do, acknowledge, object to and move it (S3, S6, S8, T3). */
export const ACCESSES = ['read', 'self-service'] as const;
export type Access = (typeof ACCESSES)[number];

export const STAFF: readonly Role[] = ['admin', 'engineer', 'operator'];
/** The staff, and those who read a text before customers do. */
export const READERS: readonly Role[] = [...STAFF, 'approver'];
export const APPROVERS: readonly Role[] = ['admin', 'approver'];
/** Those who write what customers read. */
export const AUTHORS: readonly Role[] = ['admin', 'engineer', 'approver'];
