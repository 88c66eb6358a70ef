import { READERS, STAFF, type Role } from '../shared/roles';
import type { EventSource } from './events';

interface AuditSource {
  readonly title: string;
  /** Who may read of it: whoever may read what it is about. */
  readonly roles: readonly Role[];
  /** Whether it says whom it concerns, so that somebody who is limited to organizations can be shown theirs. */
  readonly ofOrganizations: boolean;
}

const ADMINS: readonly Role[] = ['admin'];

/** What the record of everything done is put together from (T2). One row a source; a new one does not compile until it can be read. */
export const AUDIT_SOURCES = {
  window: { title: 'Windows', roles: READERS, ofOrganizations: true },
  answer: { title: 'Answers of customers', roles: READERS, ofOrganizations: true },
  measure: { title: 'Preventive measures', roles: READERS, ofOrganizations: true },
  task: { title: 'Tasks done', roles: READERS, ofOrganizations: true },
  suppression: { title: 'Suppressions lifted', roles: READERS, ofOrganizations: false },
  erasure: { title: 'People erased', roles: ADMINS, ofOrganizations: false },
  token: { title: 'Tokens issued and ended', roles: ADMINS, ofOrganizations: false },
  import: { title: 'Imports', roles: READERS, ofOrganizations: false },
  blackout: { title: 'Blackouts', roles: READERS, ofOrganizations: false },
  template: { title: 'Templates', roles: READERS, ofOrganizations: false },
  series: { title: 'Series', roles: STAFF, ofOrganizations: false },
  webhook: { title: 'Webhook endpoints', roles: READERS, ofOrganizations: false },
  feed: { title: 'Calendar feeds', roles: READERS, ofOrganizations: false },
  settings: { title: 'Settings of customers', roles: READERS, ofOrganizations: false },
  'self-service': { title: 'Maintenance that customers ask for', roles: READERS, ofOrganizations: true },
  repair: { title: 'Records written anew', roles: READERS, ofOrganizations: true },
  'sign-in': { title: 'Customers who signed in', roles: READERS, ofOrganizations: true },
} as const satisfies Record<string, AuditSource> & Record<EventSource, AuditSource>;

export type AuditKind = keyof typeof AUDIT_SOURCES;
export const AUDIT_KINDS = Object.keys(AUDIT_SOURCES) as [AuditKind, ...AuditKind[]];

/** The sources somebody may read of. */
export function auditKindsFor(role: Role, isLimited: boolean): readonly AuditKind[] {
  return AUDIT_KINDS.filter((kind) => {
    const { roles, ofOrganizations }: AuditSource = AUDIT_SOURCES[kind];
    return roles.includes(role) && (ofOrganizations || !isLimited);
  });
}
