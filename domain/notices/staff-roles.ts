import type { NoticeKind } from './notice';

/** What the provider's own people are to the process (N12, P1, L6, L8). */
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

/** Who gets a notice that is meant for the provider's own people, whoever their customers are. */
export interface InternalAudience {
  readonly roles: readonly StaffRole[];
  /** The window's point of contact, too. */
  readonly pointOfContact: boolean;
}

/** P1: who is told of each new window. */
export const BRIEFED: readonly StaffRole[] = ['support', 'marketing', 'product'];

export const INTERNAL_AUDIENCES: Partial<Record<NoticeKind, InternalAudience>> = {
  brief: { roles: BRIEFED, pointOfContact: false },
  'approval-request': { roles: ['approver'], pointOfContact: false },
  'nomination-nag': { roles: ['escalation'], pointOfContact: false },
  'overrun-question': { roles: [], pointOfContact: true },
  escalation: { roles: ['escalation'], pointOfContact: true },
};

/** The roles one of which must be there to answer: none for a brief, which asks nothing, nor where the point of contact is asked. */
export function rolesAsked(kind: NoticeKind): readonly StaffRole[] {
  const audience = INTERNAL_AUDIENCES[kind];
  return !audience || audience.pointOfContact || kind === 'brief' ? [] : audience.roles;
}
