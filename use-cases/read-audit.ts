import { auditKindsFor } from '../domain/audit/sources';
import type { Role } from '../domain/shared/roles';
import { listAudit, type AuditFilters, type AuditLine } from '../store/audit/audit';
import type { Page, PageRequest } from '../store/database/cursor';
import type { Database } from '../store/database/database';
import { organizationsOf, type Viewer } from '../store/windows/viewer';

/**
 * Who did what, by which door, when, over everything (T2), the newest first: of each source what the reader may read there as well (T3).
 * Throws KnownError `invalid-body` for a cursor that no list returned.
 */
export async function readAudit(
  db: Database,
  filters: AuditFilters,
  page: PageRequest,
  reader: { readonly role: Role; readonly viewer: Viewer },
): Promise<Page<AuditLine>> {
  const { role, viewer } = reader;
  const kinds = auditKindsFor(role, organizationsOf(viewer) !== null);
  return listAudit(db, { ...filters, kinds, viewer }, page);
}
