import { sql, type RawBuilder } from 'kysely';
import type { CustomerListNotice, InternalNotice } from '../../../domain/notices/notice-row';
import type { WindowSpec } from '../../../domain/window/types';
import type { Database } from '../../database/database';
import { affectedResources, distinctRecipients, resolvedCandidates } from '../../inventory/audience';
import { untoldOrganizations } from '../../inventory/untold';
import { snapshots } from '../../ledger/audience';
import { withContacts } from '../../ledger/customer-contacts';
import { internalPeople } from '../../ledger/internal';
import { staffCustomers } from '../../ledger/staff';
import type { RehearsedAudience, Shown } from './audience';
import { audienceOf, isSuppressed, MOST_SHOWN, READER_COLUMNS, READERS, type FiguresRow, type ReaderRow } from './rows';

/** The audience of a notice to staff: every one of them is told of all their customers, in UTC. */
export async function rehearsedStaff(
  db: Database,
  notice: CustomerListNotice | InternalNotice,
  spec: WindowSpec,
  shown: Shown,
): Promise<RehearsedAudience> {
  const impact = sql`${spec.impact.level}::text`;
  const { rows } = await sql<FiguresRow & ReaderRow>`
    with ${affectedResources(spec.scope)},
    ${resolvedCandidates(sql`${spec.visibility === 'private'}::boolean`)},
    ${snapshots(impact)},
    earlier_snapshots as (select * from snapshots where false),
    ${untoldOrganizations()},
    ${listsOf(notice, spec, impact)},
    ${distinctRecipients(sql`select * from staff_recipients`)},
    sizes as (
      select count(distinct organization_id) as organizations, count(*) as recipients,
        count(*) filter (where ${isSuppressed(sql`recipients.address`)}) as suppressed, 0::bigint as untold
      from recipients
    ),
    chosen as (
      select distinct organization_id from recipients
      order by organization_id limit ${'first' in shown ? shown.first : MOST_SHOWN}
    ),
    ${READERS}
    select s.*, case when s.recipients > s.suppressed then jsonb_build_object('Etc/UTC', s.recipients - s.suppressed) end as zones,
      ${READER_COLUMNS}
    from sizes s
      left join readers p on true
      left join staff_lists l on l.organization_id = p.organization_id
    order by p.organization_id, p.place
  `.execute(db);
  const [figures] = rows;
  if (!figures) throw new Error('an aggregate without a row');
  const audience = audienceOf(figures, rows);
  if (notice.audience !== 'staff') return audience;
  const lists = await withContacts(
    db,
    audience.shown.map(({ resources }) => resources),
  );
  return { ...audience, shown: audience.shown.map((one, index) => ({ ...one, resources: lists[index] ?? [] })) };
}

function listsOf(
  notice: CustomerListNotice | InternalNotice,
  spec: WindowSpec,
  impact: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // no task is done in a rehearsal, so a reminder goes to everybody with a list
  if (notice.audience === 'staff') return staffCustomers('', 'all');
  return internalPeople(notice, {
    pointOfContact: sql`${spec.pointOfContact}::text`,
    impact,
    authors: sql`null::jsonb`,
  });
}
