import { sql } from 'kysely';
import type { Readers } from '../../domain/notices/wording-language';
import type { Scope } from '../../domain/planning/scope';
import type { Database } from '../database/database';
import { affectedResources, distinctRecipients, resolvedCandidates } from './audience';

/** Nobody's customers read more. */
const MOST_LANGUAGES = 50;

/** Which languages the people read whom a notice would reach now, most read first (N4): their own, else their organization's. */
export async function audienceLanguages(db: Database, scope: Scope, isPrivate: boolean): Promise<Readers[]> {
  const { rows } = await sql<Readers>`
    with ${affectedResources(scope)},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    ${distinctRecipients(sql`select * from candidates`)}
    select coalesce(c.locale, o.locale) as locale, count(*) as contacts
    from recipients r
      join organizations o on o.id = r.organization_id
      left join contacts c on r.recipient = 'contact:' || c.id
    group by 1 order by 2 desc, 1 limit ${MOST_LANGUAGES}
  `.execute(db);
  return rows;
}

/**
 * Organizations whose people read different languages, as many of them as there are and may be shown (L11): one of each language, the most
 * read first, then others by id.
 */
export async function organizationsByLanguage(
  db: Database,
  scope: Scope,
  isPrivate: boolean,
  most: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with ${affectedResources(scope)},
    ${resolvedCandidates(sql`${isPrivate}::boolean`)},
    ${distinctRecipients(sql`select * from candidates`)},
    read as (
      select r.organization_id, coalesce(c.locale, o.locale) as locale
      from recipients r
        join organizations o on o.id = r.organization_id
        left join contacts c on r.recipient = 'contact:' || c.id
    ),
    placed as (
      select organization_id, locale, row_number() over (partition by locale order by organization_id) as place,
        count(*) over (partition by locale) as readers
      from read
    ),
    -- one that reads several languages stands for its first place
    firsts as (
      select organization_id, min(place) as place, max(readers) filter (where place = 1) as readers
      from placed group by organization_id
    )
    select organization_id as id from firsts
    order by place > 1, readers desc nulls last, organization_id limit ${most}
  `.execute(db);
  return rows.map(({ id }) => id);
}
