import { sql, type RawBuilder } from 'kysely';
import type { AffectedResource } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';

/** What a change made of one organization's list: ids of what comes, and what goes as it was listed before. */
export interface ChangedList {
  readonly new: readonly string[];
  readonly gone: readonly AffectedResource[];
}

/** The list of a `calendar_revisions` row `now` beside the one its organization was told last (N5); null for other kinds. */
export function changedList(kind: NoticeKind, now: RawBuilder<unknown>): RawBuilder<unknown> {
  if (kind !== 'changed') return sql`null::jsonb`;
  return sql`(
    select jsonb_build_object(
      'new', coalesce((
        select jsonb_agg(id) from (
          select r->>'id' as id from jsonb_array_elements(${now}.resources) r
          except select r->>'id' from jsonb_array_elements(e.resources) r
        ) came
      ), '[]'),
      'gone', coalesce((
        select jsonb_agg(b order by b->>'location', b->>'name')
        from jsonb_array_elements(e.resources) b
          left join jsonb_array_elements(${now}.resources) r on r->>'id' = b->>'id'
        where r is null
      ), '[]')
    )
    from earlier_snapshots e where e.organization_id = ${now}.organization_id
  )`;
}

/** The list with what has changed marked; what is gone comes last. */
export function markChanged(
  resources: readonly AffectedResource[],
  changed: ChangedList | null,
): readonly AffectedResource[] {
  if (!changed) return resources;
  const isNew = new Set(changed.new);
  return [
    ...resources.map((resource) => (isNew.has(resource.id) ? { ...resource, change: 'new' as const } : resource)),
    ...changed.gone.map(({ work: _work, ...resource }) => ({ ...resource, change: 'gone' as const })),
  ];
}
