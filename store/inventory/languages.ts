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
