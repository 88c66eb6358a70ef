import { sql, type RawBuilder } from 'kysely';

/**
 * Who is reading: the provider's own people (null), or a customer organization, for which other customers' data do not exist
 * (T3).
 */
export interface Viewer {
  readonly organizationId: string | null;
}

/**
 * True when the organization got a notice of the window, was meant to get one but could not be mailed (N13), or was told about
 * it by webhook; `reference` is the column that names the window.
 */
export function isToldOf(
  organizationId: string,
  reference: RawBuilder<unknown> = sql.ref('windows.reference'),
): RawBuilder<boolean> {
  return sql<boolean>`(exists (
    select from notices n join notice_organizations s on s.notice_id = n.id
    where n.window_reference = ${reference} and s.organization_id = ${organizationId}
  ) or exists (
    select from notices n join notice_untold s on s.notice_id = n.id
    where n.window_reference = ${reference} and s.organization_id = ${organizationId}
  ) or exists (
    select from webhook_audience a join webhook_endpoints e on e.id = a.endpoint_id
    where a.window_reference = ${reference} and e.organization_id = ${organizationId}
  ))`;
}
