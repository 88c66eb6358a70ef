import { sql, type RawBuilder } from 'kysely';
import { MOST_UNTOLD, UNTOLD, UNTOLD_REASONS } from '../../domain/notices/untold';

/**
 * Continues `resolvedCandidates` with `untold` (organization_id, reason): the organizations of `owed` for which nobody can be
 * told (N13), and why; domain/notices/untold.ts explains the reasons. `people` are the possible recipients of a notice
 * (organization_id, address, wanted); where `wanted` can be false, each address of an organization must appear once. Opening,
 * rehearsal, staff lists and preparing a notice all use this rule. It takes one aggregate over the people and one join,
 * whatever their number.
 */
export function untoldOrganizations({
  owed = sql`select organization_id from touched`,
  people = sql`select organization_id, address, true as wanted from candidates`,
}: {
  readonly owed?: RawBuilder<unknown>;
  readonly people?: RawBuilder<unknown>;
} = {}): RawBuilder<unknown> {
  return sql`
    untold as materialized (
      select o.organization_id,
        case when p.organization_id is null then 'no-contact' when p.wanted then 'suppressed' else 'opted-out' end as reason
      from (${owed}) o
        left join (
          select p.organization_id, bool_or(p.wanted) as wanted, bool_or(p.wanted and s.address is null) as reached
          from (${people}) p left join suppressions s on s.address = lower(p.address)
          group by p.organization_id
        ) p on p.organization_id = o.organization_id
      where p.reached is not true
    )`;
}

/** The columns of UntoldCustomers (domain/notices/untold.ts), from `untold`. */
export const UNTOLD_COLUMNS = sql`
  (select count(*) from untold) as "untoldCount",
  (
    select coalesce(jsonb_agg(to_jsonb(named) order by name, organization), '[]') from (
      select o.id as organization, o.name, u.reason
      from untold u join organizations o on o.id = u.organization_id
      order by o.name, o.id limit ${MOST_UNTOLD}
    ) named
  ) as untold`;

/** `nobody can be told: no contact`, for the row `u` of `untold`; null without one. */
export function untoldInShort(): RawBuilder<string | null> {
  const cases = UNTOLD_REASONS.map((reason) => sql`when ${reason} then ${UNTOLD[reason].short}::text`);
  return sql`'nobody can be told: ' || case u.reason ${sql.join(cases, sql` `)} end`;
}
