import { sql } from 'kysely';
import type { CustomerAudience } from '../../../domain/notices/notice-row';
import type { WindowSpec } from '../../../domain/window/types';
import type { Database } from '../../database/database';
import { affectedResources, countedPeople, distinctRecipients, resolvedCandidates } from '../../inventory/audience';
import { snapshots } from '../../ledger/audience';
import type { RehearsedAudience, Shown } from './audience';
import { audienceOf, isSuppressed, MOST_SHOWN, READER_COLUMNS, READERS, type FiguresRow, type ReaderRow } from './rows';

/** The audience of a notice to everybody affected, by the current inventory. */
export async function rehearsedCustomers(
  db: Database,
  rule: CustomerAudience,
  spec: WindowSpec,
  shown: Shown,
): Promise<RehearsedAudience> {
  // a suppressed address was never told, so what goes to those who were leaves it out
  const isTold = rule === 'told';
  const { rows } = await sql<FiguresRow & { readonly chosen: readonly string[] }>`
    with ${countedPeople(spec.scope, spec.visibility === 'private')},
    addressed as materialized (
      select p.organization_id, s.address is not null as suppressed
      from people p left join suppressions s on s.address = p.address
      where ${isTold ? sql`s.address is null` : sql`true`}
    ),
    zones as (
      select o.time_zone as zone, sum(n.people)::bigint as people
      from (select organization_id, count(*) as people from addressed where not suppressed group by 1) n
        join organizations o on o.id = n.organization_id
      group by 1
    ),
    chosen as (
      select distinct organization_id as id from addressed
      ${'ids' in shown ? sql`where organization_id = any (${[...shown.ids]}::text[])` : sql``}
      order by 1 limit ${'first' in shown ? shown.first : MOST_SHOWN}
    )
    select (select count(distinct organization_id) from addressed) as organizations,
      (select count(*) from addressed) as recipients,
      (select count(*) from addressed where suppressed) as suppressed,
      (select count(*) from untold) as untold,
      (select jsonb_object_agg(zone, people) from zones) as zones,
      (select coalesce(array_agg(id), '{}') from chosen) as chosen
  `.execute(db);
  const [figures] = rows;
  if (!figures) throw new Error('an aggregate without a row');
  return audienceOf(figures, await readersOf(db, spec, isTold, figures.chosen));
}

/** With the content of their messages: lists of resources are made for these alone, because those of a whole region take most of a second. */
async function readersOf(
  db: Database,
  spec: WindowSpec,
  isTold: boolean,
  organizations: readonly string[],
): Promise<readonly ReaderRow[]> {
  if (organizations.length === 0) return [];
  const { rows } = await sql<ReaderRow>`
    with ${affectedResources(spec.scope, organizations)},
    ${resolvedCandidates(sql`${spec.visibility === 'private'}::boolean`)},
    ${snapshots(sql`${spec.impact.level}::text`)},
    ${distinctRecipients(sql`select * from candidates`, isTold ? sql`not ${isSuppressed(sql`one.address`)}` : undefined)},
    chosen as (select organization_id from touched),
    ${READERS}
    select ${READER_COLUMNS} from readers p join snapshots l on l.organization_id = p.organization_id
    order by p.organization_id, p.place
  `.execute(db);
  return rows;
}
